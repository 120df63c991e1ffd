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
from app.gateways.protocols import IDeliveryGateway, ILoyaltyGateway
from app.repositories.protocols import IUnitOfWorkFactory
from app.repositories.tables import create_missing_tables
from app.repositories.unit_of_work import UnitOfWorkFactory
from app.services.customers import CustomerService, ICustomerService
from app.services.messages import IMessageService, MessageService
from app.services.orders import IOrderService, OrderService

TIMEOUT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Factory:
    unit_of_work: IUnitOfWorkFactory
    loyalty: ILoyaltyGateway
    delivery: IDeliveryGateway

    def customers(self) -> ICustomerService:
        return CustomerService(self.unit_of_work)

    def orders(self) -> IOrderService:
        return OrderService(self.unit_of_work)

    def messages(self) -> IMessageService:
        return MessageService(self.unit_of_work)

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
        unit_of_work = UnitOfWorkFactory(async_sessionmaker(engine, expire_on_commit=False))
        yield Factory(unit_of_work, LoyaltyGateway(loyalty), DeliveryGateway(delivery))
