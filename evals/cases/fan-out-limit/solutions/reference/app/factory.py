"""Puts the application together."""

from asyncio import Semaphore
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.config import AppConfig
from app.gateways.protocols import IQuoteGateway
from app.gateways.quotes import QuoteGateway
from app.repositories.protocols import IUnitOfWorkFactory
from app.repositories.tables import create_missing_tables
from app.repositories.unit_of_work import UnitOfWorkFactory
from app.services.portfolios import IPortfolioService, PortfolioService

QUOTES_AT_A_TIME = 5
QUOTE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Factory:
    unit_of_work: IUnitOfWorkFactory
    quotes: IQuoteGateway

    def portfolios(self) -> IPortfolioService:
        return PortfolioService(self.unit_of_work, self.quotes)


@asynccontextmanager
async def open_factory(config: AppConfig) -> AsyncGenerator[Factory]:
    async with AsyncExitStack() as stack:
        engine = create_async_engine(config.database_url)
        stack.push_async_callback(engine.dispose)
        client = await stack.enter_async_context(
            httpx.AsyncClient(base_url=config.quotes_url, timeout=QUOTE_SECONDS)
        )
        await create_missing_tables(engine)
        yield Factory(
            UnitOfWorkFactory(async_sessionmaker(engine, expire_on_commit=False)),
            QuoteGateway(client, Semaphore(QUOTES_AT_A_TIME)),
        )
