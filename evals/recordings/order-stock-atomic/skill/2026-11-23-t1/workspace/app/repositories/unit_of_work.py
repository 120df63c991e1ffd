from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.errors import UnavailableError
from app.repositories.orders import OrderRepository
from app.repositories.products import ProductRepository

logger = structlog.get_logger(module=__name__)

# SQLSTATE classes: connection failure, too few resources (too many clients), shutting down or starting up.
_UNAVAILABLE = ("08", "53", "57P")


@dataclass(frozen=True, slots=True)
class UnitOfWork:
    products: ProductRepository
    orders: OrderRepository


@dataclass(frozen=True, slots=True)
class UnitOfWorkFactory:
    sessions: async_sessionmaker[AsyncSession]

    @asynccontextmanager
    async def __call__(self) -> AsyncGenerator[UnitOfWork]:
        with _translated_failures():
            async with self.sessions.begin() as session:  # commits at the end, rolls back on an error
                yield UnitOfWork(ProductRepository(session), OrderRepository(session))


@contextmanager
def _translated_failures() -> Generator[None]:
    try:
        yield
    except (OSError, PoolTimeoutError) as error:
        raise _unavailable(error) from error
    except DBAPIError as error:
        sqlstate = getattr(error.orig, "sqlstate", None) or ""
        if not (error.connection_invalidated or sqlstate.startswith(_UNAVAILABLE)):
            raise
        raise _unavailable(error) from error


def _unavailable(error: Exception) -> UnavailableError:
    logger.error("database_unavailable", error=repr(error))
    return UnavailableError("the database does not answer")
