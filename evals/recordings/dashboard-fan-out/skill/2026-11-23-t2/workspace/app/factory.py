import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.config import AppConfig
from app.gateways.delivery import DeliveryGateway
from app.gateways.json_api import JsonApi
from app.gateways.loyalty import LoyaltyGateway
from app.gateways.protocols import IDeliveryGateway, ILoyaltyGateway
from app.repositories.create_tables import create_missing_tables
from app.repositories.protocols import IUnitOfWorkFactory
from app.repositories.unit_of_work import UnitOfWorkFactory
from app.services.customers import CustomerService
from app.services.home import HomeService
from app.services.messages import MessageService
from app.services.orders import OrderService
from app.services.protocols import ICustomerService, IHomeService, IMessageService, IOrderService

# A home screen holds one connection for one statement, so a burst of fifty passes through quickly.
# Keep processes x POOL_SIZE below the server's max_connections, old and new release together.
POOL_SIZE = 20
CONNECT = {"timeout": 10, "command_timeout": 10}
# No limit in the pool: a call cancelled while it waits there leaks its place for ever (encode/httpcore#1093),
# so the gateways wait for a free call themselves. No keep-alive: searching a hundred idle connections costs httpx
# seconds, and a server may close one just as it is reused.
HTTP_LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=0)
API_MAX_CONCURRENCY = 100
API_DEADLINE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Singletons:
    """What lives as long as the process."""

    unit_of_work: IUnitOfWorkFactory
    reads: IUnitOfWorkFactory
    loyalty: ILoyaltyGateway
    delivery: IDeliveryGateway


@asynccontextmanager
async def open_singletons(config: AppConfig) -> AsyncGenerator[Singletons, None]:
    """Opens in order, closes in reverse."""
    async with AsyncExitStack() as stack:
        # AUTOCOMMIT saves the round trips of BEGIN and COMMIT on pings and on reads of a single statement.
        engine = create_async_engine(
            config.database_url,
            isolation_level="AUTOCOMMIT",
            pool_size=POOL_SIZE,
            max_overflow=0,
            pool_pre_ping=True,
            connect_args=CONNECT,
        )
        stack.push_async_callback(engine.dispose)
        transactional = engine.execution_options(isolation_level="READ COMMITTED")
        await create_missing_tables(transactional)
        client = await stack.enter_async_context(httpx.AsyncClient(limits=HTTP_LIMITS))
        loyalty = JsonApi(
            "loyalty", client, config.loyalty_url, API_DEADLINE_SECONDS, asyncio.Semaphore(API_MAX_CONCURRENCY)
        )
        delivery = JsonApi(
            "delivery", client, config.delivery_url, API_DEADLINE_SECONDS, asyncio.Semaphore(API_MAX_CONCURRENCY)
        )
        yield Singletons(
            unit_of_work=UnitOfWorkFactory(async_sessionmaker(transactional, expire_on_commit=False)),
            reads=UnitOfWorkFactory(async_sessionmaker(engine, expire_on_commit=False)),
            loyalty=LoyaltyGateway(loyalty),
            delivery=DeliveryGateway(delivery),
        )


@dataclass(frozen=True, slots=True)
class Factory:
    """Made for each request; the return types are Protocols, so the type checker proves the match."""

    singletons: Singletons

    def customer_service(self) -> ICustomerService:
        return CustomerService(self.singletons.unit_of_work)

    def order_service(self) -> IOrderService:
        return OrderService(self.singletons.unit_of_work)

    def message_service(self) -> IMessageService:
        return MessageService(self.singletons.unit_of_work)

    def home_service(self) -> IHomeService:
        return HomeService(self.singletons.reads, self.singletons.loyalty, self.singletons.delivery)
