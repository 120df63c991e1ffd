"""Where implementations meet Protocols. Nothing here decides anything."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.config import AppConfig
from app.repositories.protocols import IUnitOfWorkFactory
from app.repositories.tables import create_missing_tables
from app.repositories.unit_of_work import UnitOfWorkFactory
from app.services.orders import OrderService
from app.services.products import ProductService
from app.services.protocols import IOrderService, IProductService

# In milliseconds, and only against what hangs: waiting for a locked product counts as a statement.
SERVER_SETTINGS = {"statement_timeout": "300000", "idle_in_transaction_session_timeout": "300000"}
# More connections would only wait for the same products. In a burst the buyers queue for these, and a time-out
# would be neither sold nor sold out: it must outlast every burst.
POOL: dict[str, Any] = {"pool_size": 10, "max_overflow": 0, "pool_timeout": 600, "pool_pre_ping": True}


@dataclass(frozen=True, slots=True)
class Singletons:
    """What lives as long as the process."""

    unit_of_work: IUnitOfWorkFactory


@asynccontextmanager
async def open_singletons(config: AppConfig) -> AsyncGenerator[Singletons]:
    """Opens in order, closes in reverse. The application lives inside."""
    async with AsyncExitStack() as stack:
        # A row lock shows the newest stock in READ COMMITTED; stricter levels fail there instead of waiting.
        engine = create_async_engine(
            config.database_url,
            connect_args={"server_settings": SERVER_SETTINGS},
            isolation_level="READ COMMITTED",
            **POOL,
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
