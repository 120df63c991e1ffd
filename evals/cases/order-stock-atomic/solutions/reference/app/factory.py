"""Puts the application together."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.config import AppConfig
from app.repositories.tables import create_missing_tables
from app.repositories.unit_of_work import UnitsOfWork
from app.services.orders import IOrderService, OrderService
from app.services.products import IProductService, ProductService
from app.services.protocols import IUnitsOfWork


@dataclass(frozen=True, slots=True)
class Factory:
    units_of_work: IUnitsOfWork

    def orders(self) -> IOrderService:
        return OrderService(self.units_of_work)

    def products(self) -> IProductService:
        return ProductService(self.units_of_work)


@asynccontextmanager
async def open_factory(config: AppConfig) -> AsyncGenerator[Factory]:
    engine = create_async_engine(config.database_url)
    try:
        await create_missing_tables(engine)
        yield Factory(UnitsOfWork(async_sessionmaker(engine, expire_on_commit=False)))
    finally:
        await engine.dispose()
