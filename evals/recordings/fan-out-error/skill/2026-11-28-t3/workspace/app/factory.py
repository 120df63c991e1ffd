"""Where implementations meet Protocols. Nothing here decides anything."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.config import AppConfig
from app.controllers.preview import PreviewController
from app.gateways.carrier import CarrierGateway
from app.gateways.protocols import ICarrierGateway, ITaxGateway
from app.gateways.rates import RateApi
from app.gateways.tax import TaxGateway
from app.repositories.protocols import IUnitOfWorkFactory
from app.repositories.tables import create_missing_tables
from app.repositories.unit_of_work import UnitOfWorkFactory
from app.services.carts import CartService
from app.services.customers import CustomerService
from app.services.protocols import ICartService, ICustomerService, IShippingService, ITaxService
from app.services.shipping import ShippingService
from app.services.taxes import TaxService

# Seconds to connect, milliseconds for a statement: nothing waits for ever.
CONNECT: dict[str, Any] = {"timeout": 5, "server_settings": {"statement_timeout": "10000"}}
# Of a fixed size: connections above it would be closed and opened again for every burst.
POOL_SIZE = 20
CALLS_AT_ONCE = 100
# A call that its deadline cancels while it waits for httpx's own full pool can lose the pool a slot for good,
# so the gateways' semaphores are the only bound. The expiry stays below the usual 5 s of servers, or a call
# may meet a connection that is just being closed.
LIMITS = httpx.Limits(max_connections=None, keepalive_expiry=2)


@dataclass(frozen=True, slots=True)
class Singletons:
    """What lives as long as the process."""

    unit_of_work: IUnitOfWorkFactory
    carrier: ICarrierGateway
    taxes: ITaxGateway


@asynccontextmanager
async def open_singletons(config: AppConfig) -> AsyncGenerator[Singletons]:
    """Opens in order, closes in reverse. The application lives inside."""
    async with AsyncExitStack() as stack:
        engine = create_async_engine(
            config.database_url,
            connect_args=CONNECT,
            pool_size=POOL_SIZE,
            max_overflow=0,
            pool_timeout=10,
            pool_pre_ping=True,
        )
        stack.push_async_callback(engine.dispose)
        await create_missing_tables(engine)
        carrier = await stack.enter_async_context(
            httpx.AsyncClient(base_url=config.carrier_url, limits=LIMITS)
        )
        taxes = await stack.enter_async_context(httpx.AsyncClient(base_url=config.tax_url, limits=LIMITS))
        yield Singletons(
            unit_of_work=UnitOfWorkFactory(async_sessionmaker(engine, expire_on_commit=False)),
            carrier=CarrierGateway(RateApi(carrier, asyncio.Semaphore(CALLS_AT_ONCE))),
            taxes=TaxGateway(RateApi(taxes, asyncio.Semaphore(CALLS_AT_ONCE))),
        )


@dataclass(frozen=True, slots=True)
class Factory:
    """Made for each request; the return types are Protocols, so the type checker proves the match."""

    singletons: Singletons

    def customer_service(self) -> ICustomerService:
        return CustomerService(self.singletons.unit_of_work)

    def cart_service(self) -> ICartService:
        return CartService(self.singletons.unit_of_work)

    def shipping_service(self) -> IShippingService:
        return ShippingService(self.singletons.carrier)

    def tax_service(self) -> ITaxService:
        return TaxService(self.singletons.taxes)

    def preview_controller(self) -> PreviewController:
        return PreviewController(
            self.customer_service(), self.cart_service(), self.shipping_service(), self.tax_service()
        )
