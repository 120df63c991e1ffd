"""Puts the application together."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.config import AppConfig
from app.controllers.home import HomeController, IHomeController
from app.gateways.delivery import DeliveryGateway
from app.gateways.loyalty import LoyaltyGateway
from app.repositories.tables import create_missing_tables
from app.repositories.unit_of_work import UnitsOfWork
from app.services.customers import CustomerService, ICustomerService
from app.services.messages import IMessageService, MessageService
from app.services.orders import IOrderService, OrderService
from app.services.protocols import IDeliveryGateway, ILoyaltyGateway, IUnitsOfWork

TIMEOUT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Factory:
    units_of_work: IUnitsOfWork
    loyalty: ILoyaltyGateway
    delivery: IDeliveryGateway

    def customers(self) -> ICustomerService:
        return CustomerService(self.units_of_work)

    def orders(self) -> IOrderService:
        return OrderService(self.units_of_work)

    def messages(self) -> IMessageService:
        return MessageService(self.units_of_work)

    def home(self) -> IHomeController:
        return HomeController(self.customers(), self.orders(), self.messages(), self.loyalty, self.delivery)


@asynccontextmanager
async def open_factory(config: AppConfig) -> AsyncGenerator[Factory]:
    async with AsyncExitStack() as stack:
        engine = create_async_engine(config.database_url)
        stack.push_async_callback(engine.dispose)
        loyalty = await stack.enter_async_context(
            httpx.AsyncClient(base_url=config.loyalty_url, timeout=TIMEOUT_SECONDS)
        )
        delivery = await stack.enter_async_context(
            httpx.AsyncClient(base_url=config.delivery_url, timeout=TIMEOUT_SECONDS)
        )
        await create_missing_tables(engine)
        units_of_work = UnitsOfWork(async_sessionmaker(engine, expire_on_commit=False))
        yield Factory(units_of_work, LoyaltyGateway(loyalty), DeliveryGateway(delivery))
