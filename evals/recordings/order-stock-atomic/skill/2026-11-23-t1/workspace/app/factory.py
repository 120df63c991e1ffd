from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.config import AppConfig
from app.repositories.create_tables import create_missing_tables
from app.repositories.protocols import IUnitOfWorkFactory
from app.repositories.unit_of_work import UnitOfWorkFactory
from app.services.orders import OrderService
from app.services.products import ProductService
from app.services.protocols import IOrderService, IProductService

# For each process: keep processes x POOL_SIZE below the server's max_connections.
POOL_SIZE = 10
# On a sale day hundreds of buyers wait here for a connection; each of them gets an answer, so be patient.
POOL_TIMEOUT_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Singletons:
    """What lives as long as the process."""

    unit_of_work: IUnitOfWorkFactory


@asynccontextmanager
async def open_singletons(config: AppConfig) -> AsyncGenerator[Singletons]:
    async with AsyncExitStack() as stack:
        engine = create_async_engine(
            config.database_url,
            # A buyer who waited for a row lock must then see the stock that the other one left.
            isolation_level="READ COMMITTED",
            pool_size=POOL_SIZE,
            max_overflow=0,
            pool_timeout=POOL_TIMEOUT_SECONDS,
            pool_pre_ping=True,
            hide_parameters=True,
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
