"""Puts the application together."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.config import AppConfig
from app.gateways.cards import CardGateway
from app.gateways.protocols import ICardGateway, ITurns
from app.gateways.turns import Turns
from app.repositories.protocols import IUnitOfWorkFactory
from app.repositories.tables import create_missing_tables
from app.repositories.unit_of_work import UnitOfWorkFactory
from app.services.payments import IPaymentService, PaymentService

PROVIDER_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Factory:
    unit_of_work: IUnitOfWorkFactory
    cards: ICardGateway
    turns: ITurns

    def payments(self) -> IPaymentService:
        return PaymentService(self.unit_of_work, self.cards, self.turns)


@asynccontextmanager
async def open_factory(config: AppConfig) -> AsyncGenerator[Factory]:
    async with AsyncExitStack() as stack:
        engine = create_async_engine(config.database_url)
        stack.push_async_callback(engine.dispose)
        provider = await stack.enter_async_context(
            httpx.AsyncClient(base_url=config.provider_url, timeout=PROVIDER_SECONDS)
        )
        await create_missing_tables(engine)
        unit_of_work = UnitOfWorkFactory(async_sessionmaker(engine, expire_on_commit=False))
        yield Factory(unit_of_work, CardGateway(provider), Turns())
