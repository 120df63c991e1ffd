"""Puts the application together."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.config import AppConfig
from app.controllers.preview import IPreviewController, PreviewController
from app.gateways.protocols import IRateGateway
from app.gateways.rates import RateGateway
from app.repositories.protocols import IUnitOfWorkFactory
from app.repositories.tables import create_missing_tables
from app.repositories.unit_of_work import UnitOfWorkFactory
from app.services.carts import CartService, ICartService
from app.services.customers import CustomerService, ICustomerService
from app.services.pricing import PricingService

TIMEOUT_SECONDS = 1.5


@dataclass(frozen=True, slots=True)
class Factory:
    unit_of_work: IUnitOfWorkFactory
    carrier: IRateGateway
    tax: IRateGateway

    def customers(self) -> ICustomerService:
        return CustomerService(self.unit_of_work)

    def carts(self) -> ICartService:
        return CartService(self.unit_of_work)

    def preview(self) -> IPreviewController:
        return PreviewController(self.customers(), self.carts(), PricingService(), self.carrier, self.tax)


@asynccontextmanager
async def open_factory(config: AppConfig) -> AsyncGenerator[Factory]:
    async with AsyncExitStack() as stack:
        engine = create_async_engine(config.database_url)
        stack.push_async_callback(engine.dispose)
        carrier = await stack.enter_async_context(
            httpx.AsyncClient(base_url=config.carrier_url, timeout=None)
        )
        tax = await stack.enter_async_context(httpx.AsyncClient(base_url=config.tax_url, timeout=None))
        await create_missing_tables(engine)
        yield Factory(
            UnitOfWorkFactory(async_sessionmaker(engine, expire_on_commit=False)),
            RateGateway(carrier, "price_cents", TIMEOUT_SECONDS),
            RateGateway(tax, "percent", TIMEOUT_SECONDS),
        )
