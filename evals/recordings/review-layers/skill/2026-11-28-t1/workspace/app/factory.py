"""Puts the application together."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.config import AppConfig
from app.repositories.protocols import IUnitOfWorkFactory
from app.repositories.tables import create_missing_tables
from app.repositories.unit_of_work import UnitOfWorkFactory
from app.services.orders import IOrderService, OrderService
from app.services.products import IProductService, ProductService


@dataclass(frozen=True, slots=True)
class Factory:
    unit_of_work: IUnitOfWorkFactory

    def orders(self) -> IOrderService:
        return OrderService(self.unit_of_work)

    def products(self) -> IProductService:
        return ProductService(self.unit_of_work)


@asynccontextmanager
async def open_factory(config: AppConfig) -> AsyncGenerator[Factory]:
    engine = create_async_engine(config.database_url)
    try:
        await create_missing_tables(engine)
        yield Factory(UnitOfWorkFactory(async_sessionmaker(engine, expire_on_commit=False)))
    finally:
        await engine.dispose()
