"""Puts the application together."""

from asyncio import TaskGroup
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.config import AppConfig
from app.gateways.background import Background
from app.gateways.protocols import IBackground, ISalesGateway
from app.gateways.sales import SalesGateway
from app.repositories.protocols import IUnitOfWorkFactory
from app.repositories.tables import create_missing_tables
from app.repositories.unit_of_work import UnitOfWorkFactory
from app.services.reports import IReportService, ReportService

SALES_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Factory:
    unit_of_work: IUnitOfWorkFactory
    sales: ISalesGateway
    background: IBackground

    def reports(self) -> IReportService:
        return ReportService(self.unit_of_work, self.sales, self.background)


@asynccontextmanager
async def open_factory(config: AppConfig) -> AsyncGenerator[Factory]:
    async with AsyncExitStack() as stack:
        engine = create_async_engine(config.database_url)
        stack.push_async_callback(engine.dispose)
        client = await stack.enter_async_context(httpx.AsyncClient(base_url=config.sales_url, timeout=None))
        await create_missing_tables(engine)
        group = await stack.enter_async_context(TaskGroup())
        yield Factory(
            UnitOfWorkFactory(async_sessionmaker(engine, expire_on_commit=False)),
            SalesGateway(client, SALES_SECONDS),
            Background(group),
        )
