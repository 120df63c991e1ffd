from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx

from app.config import AppConfig
from app.gateways.delivery import DeliveryGateway
from app.gateways.loyalty import LoyaltyGateway
from app.gateways.protocols import IDeliveryGateway, ILoyaltyGateway
from app.repositories.database import open_database
from app.repositories.protocols import IActivityReads, IUnitOfWorkFactory
from app.repositories.unit_of_work import ActivityReads, UnitOfWorkFactory
from app.services.customers import CustomerService
from app.services.home import HomeService
from app.services.messages import MessageService
from app.services.orders import OrderService
from app.services.protocols import ICustomerService, IHomeService, IMessageService, IOrderService

# A screen takes two connections. None is kept: for every request httpcore looks through all it keeps, so that
# fifty screens at once took seconds, and a kept one may be closed by the other side under a request.
HTTP_LIMITS = httpx.Limits(max_connections=200, max_keepalive_connections=0)


@dataclass(frozen=True, slots=True)
class Singletons:
    """What lives as long as the process."""

    unit_of_work: IUnitOfWorkFactory
    activity_reads: IActivityReads
    loyalty: ILoyaltyGateway
    delivery: IDeliveryGateway


@asynccontextmanager
async def open_singletons(config: AppConfig) -> AsyncIterator[Singletons]:
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(config.database_url))
        client = await stack.enter_async_context(httpx.AsyncClient(limits=HTTP_LIMITS))
        yield Singletons(
            unit_of_work=UnitOfWorkFactory(database.transactions),
            activity_reads=ActivityReads(database.autocommit),
            loyalty=LoyaltyGateway(client, config.loyalty_url),
            delivery=DeliveryGateway(client, config.delivery_url),
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
        singletons = self.singletons
        return HomeService(singletons.activity_reads, singletons.loyalty, singletons.delivery)
