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
from app.services.preview import PreviewService
from app.services.protocols import ICartService, ICustomerService, IPreviewService

# No maximum: waiting for a free connection would count against the deadline, and a slow carrier would take the
# tax service's connections. None kept idle: one that the server closes just now fails the next request, and
# httpx looks through all of them on every request.
CONNECTIONS = httpx.Limits(max_keepalive_connections=0)


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
        # No overflow: under load its connections would be opened and closed again for every look-up.
        engine = create_async_engine(
            config.database_url, pool_size=15, max_overflow=0, pool_pre_ping=True
        )
        stack.push_async_callback(engine.dispose)
        await create_missing_tables(engine)
        client = await stack.enter_async_context(httpx.AsyncClient(limits=CONNECTIONS))
        yield Singletons(
            unit_of_work=UnitOfWorkFactory(async_sessionmaker(engine, expire_on_commit=False)),
            carrier=CarrierGateway(client, config.carrier_url),
            tax=TaxGateway(client, config.tax_url),
        )


@dataclass(frozen=True, slots=True)
class Factory:
    """Made for each request."""

    singletons: Singletons

    def customer_service(self) -> ICustomerService:
        return CustomerService(self.singletons.unit_of_work)

    def cart_service(self) -> ICartService:
        return CartService(self.singletons.unit_of_work)

    def preview_service(self) -> IPreviewService:
        singletons = self.singletons
        return PreviewService(singletons.unit_of_work, singletons.carrier, singletons.tax)
