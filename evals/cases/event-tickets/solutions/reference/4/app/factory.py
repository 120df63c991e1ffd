"""Puts the application together."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.config import AppConfig
from app.gateways.payments import PaymentGateway
from app.gateways.protocols import IPaymentGateway, ITurns
from app.gateways.turns import Turns
from app.repositories.protocols import IUnitOfWorkFactory
from app.repositories.tables import create_missing_tables
from app.repositories.unit_of_work import UnitOfWorkFactory
from app.services.codes import CodeService, ICodeService
from app.services.events import EventService, IEventService
from app.services.orders import IOrderService, OrderService
from app.services.payments import IPaymentService, PaymentService

PROVIDER_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Factory:
    unit_of_work: IUnitOfWorkFactory
    provider: IPaymentGateway
    turns: ITurns

    def events(self) -> IEventService:
        return EventService(self.unit_of_work)

    def orders(self) -> IOrderService:
        return OrderService(self.unit_of_work)

    def codes(self) -> ICodeService:
        return CodeService(self.unit_of_work)

    def payments(self) -> IPaymentService:
        return PaymentService(self.unit_of_work, self.provider, self.turns)


@asynccontextmanager
async def open_factory(config: AppConfig) -> AsyncGenerator[Factory]:
    async with AsyncExitStack() as stack:
        engine = create_async_engine(config.database_url)
        stack.push_async_callback(engine.dispose)
        client = await stack.enter_async_context(
            httpx.AsyncClient(base_url=config.payments_url, timeout=PROVIDER_SECONDS)
        )
        await create_missing_tables(engine)
        unit_of_work = UnitOfWorkFactory(async_sessionmaker(engine, expire_on_commit=False))
        yield Factory(unit_of_work, PaymentGateway(client), Turns())
