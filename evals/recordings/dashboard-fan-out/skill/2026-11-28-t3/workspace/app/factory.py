"""Where implementations meet Protocols. Nothing here decides anything."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx
from sqlalchemy.ext.asyncio import async_sessionmaker

from app.config import AppConfig
from app.controllers.home import HomeController
from app.gateways.delivery import DeliveryGateway
from app.gateways.loyalty import LoyaltyGateway
from app.gateways.protocols import IDeliveryGateway, ILoyaltyGateway
from app.repositories.engine import make_engine
from app.repositories.protocols import IUnitOfWorkFactory
from app.repositories.tables import create_missing_tables
from app.repositories.unit_of_work import UnitOfWorkFactory
from app.services.customers import CustomerService
from app.services.deliveries import DeliveryService
from app.services.loyalty import LoyaltyService
from app.services.messages import MessageService
from app.services.orders import OrderService
from app.services.protocols import (
    ICustomerService,
    IDeliveryService,
    ILoyaltyService,
    IMessageService,
    IOrderService,
)


@dataclass(frozen=True, slots=True)
class Singletons:
    """What lives as long as the process."""

    unit_of_work: IUnitOfWorkFactory
    reading: IUnitOfWorkFactory
    loyalty: ILoyaltyGateway
    delivery: IDeliveryGateway


@asynccontextmanager
async def open_singletons(config: AppConfig) -> AsyncGenerator[Singletons]:
    """Opens in order, closes in reverse."""
    async with AsyncExitStack() as stack:
        engine = make_engine(config.database_url)
        stack.push_async_callback(engine.dispose)
        await create_missing_tables(engine)
        # A single query needs no BEGIN and COMMIT, and each is a round trip. Same pool.
        autocommit = engine.execution_options(isolation_level="AUTOCOMMIT")
        # A burst must neither queue in httpx, whose pool can lose slots when calls are cancelled, nor find
        # a hundred idle connections there: httpx then searches them for seconds, and nothing else runs.
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
        client = await stack.enter_async_context(httpx.AsyncClient(limits=limits))
        yield Singletons(
            unit_of_work=UnitOfWorkFactory(async_sessionmaker(engine, expire_on_commit=False)),
            reading=UnitOfWorkFactory(async_sessionmaker(autocommit, expire_on_commit=False)),
            loyalty=LoyaltyGateway(client, config.loyalty_url),
            delivery=DeliveryGateway(client, config.delivery_url),
        )


@dataclass(frozen=True, slots=True)
class Factory:
    """Made for each request; the return types are Protocols, so the type checker proves the match."""

    singletons: Singletons

    def customer_service(self) -> ICustomerService:
        return CustomerService(self.singletons.unit_of_work, self.singletons.reading)

    def order_service(self) -> IOrderService:
        return OrderService(self.singletons.unit_of_work, self.singletons.reading)

    def message_service(self) -> IMessageService:
        return MessageService(self.singletons.unit_of_work, self.singletons.reading)

    def loyalty_service(self) -> ILoyaltyService:
        return LoyaltyService(self.singletons.loyalty)

    def delivery_service(self) -> IDeliveryService:
        return DeliveryService(self.singletons.delivery)

    def home_controller(self) -> HomeController:
        return HomeController(
            self.customer_service(),
            self.order_service(),
            self.message_service(),
            self.loyalty_service(),
            self.delivery_service(),
        )
