from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.config import AppConfig
from app.repositories.protocols import IUnitOfWorkFactory
from app.repositories.tables import create_missing_tables
from app.repositories.unit_of_work import UnitOfWorkFactory
from app.services.orders import OrderService
from app.services.products import ProductService
from app.services.protocols import IOrderService, IProductService


@dataclass(frozen=True, slots=True)
class Singletons:
    """What lives as long as the process."""

    unit_of_work: IUnitOfWorkFactory


@asynccontextmanager
async def open_singletons(config: AppConfig) -> AsyncIterator[Singletons]:
    async with AsyncExitStack() as stack:
        engine = create_async_engine(
            config.database_url,
            # A waiting order must read the stock its predecessor left; a stricter level would fail instead.
            isolation_level="READ COMMITTED",
            # Buyers of one product wait for each other anyway; more connections would only wait in PostgreSQL.
            # The rest of a burst queues here and must get its answer, hence the long time-out.
            pool_size=10,
            max_overflow=0,
            pool_timeout=300,
        )
        stack.push_async_callback(engine.dispose)
        await create_missing_tables(engine)
        yield Singletons(UnitOfWorkFactory(async_sessionmaker(engine, expire_on_commit=False)))


@dataclass(frozen=True, slots=True)
class Factory:
    """Made for each request; the return types are Protocols, so the type checker proves the match."""

    singletons: Singletons

    def product_service(self) -> IProductService:
        return ProductService(self.singletons.unit_of_work)

    def order_service(self) -> IOrderService:
        return OrderService(self.singletons.unit_of_work)
