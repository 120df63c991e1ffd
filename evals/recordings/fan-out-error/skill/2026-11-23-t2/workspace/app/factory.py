from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.config import AppConfig
from app.gateways.carrier import CarrierGateway
from app.gateways.protocols import ICarrierGateway, ITaxGateway
from app.gateways.tax import TaxGateway
from app.repositories.protocols import IUnitOfWorkFactory
from app.repositories.tables import create_missing_tables
from app.repositories.unit_of_work import UnitOfWorkFactory
from app.services.carts import CartService
from app.services.customers import CustomerService
from app.services.previews import PreviewService
from app.services.protocols import ICartService, ICustomerService, IPreviewService

# No cap: waiting for a free connection would count against the deadline of a service that is well.
# No keep-alive: httpx scans its idle connections for every request, which under load costs more than
# connecting does, and an idle one may be closed by the other side just as we send.
LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=0)


@dataclass(frozen=True, slots=True)
class Singletons:
    """What lives as long as the process."""

    unit_of_work: IUnitOfWorkFactory
    carrier: ICarrierGateway
    tax: ITaxGateway


@asynccontextmanager
async def open_singletons(config: AppConfig) -> AsyncGenerator[Singletons, None]:
    """Opens in order, closes in reverse."""
    async with AsyncExitStack() as stack:
        engine = create_async_engine(config.database_url, pool_pre_ping=True)
        stack.push_async_callback(engine.dispose)
        await create_missing_tables(engine)
        client = await stack.enter_async_context(httpx.AsyncClient(limits=LIMITS))
        yield Singletons(
            unit_of_work=UnitOfWorkFactory(async_sessionmaker(engine, expire_on_commit=False)),
            carrier=CarrierGateway(client, config.carrier_url),
            tax=TaxGateway(client, config.tax_url),
        )


@dataclass(frozen=True, slots=True)
class Factory:
    """Made for each request; the return types are Protocols, so the type checker proves the match."""

    singletons: Singletons

    def customer_service(self) -> ICustomerService:
        return CustomerService(self.singletons.unit_of_work)

    def cart_service(self) -> ICartService:
        return CartService(self.singletons.unit_of_work)

    def preview_service(self) -> IPreviewService:
        return PreviewService(self.singletons.unit_of_work, self.singletons.carrier, self.singletons.tax)
