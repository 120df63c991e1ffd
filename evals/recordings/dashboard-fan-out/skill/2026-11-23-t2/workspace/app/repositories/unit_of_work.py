from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.errors import UnavailableError
from app.repositories.customers import CustomerRepository
from app.repositories.messages import MessageRepository
from app.repositories.orders import OrderRepository
from app.repositories.overviews import OverviewRepository

logger = structlog.get_logger(module=__name__)

# SQLSTATE classes: connection exception, insufficient resources (too many connections), operator intervention.
UNAVAILABLE = ("08", "53", "57")


@dataclass(frozen=True, slots=True)
class UnitOfWork:
    customers: CustomerRepository
    orders: OrderRepository
    messages: MessageRepository
    overviews: OverviewRepository


@dataclass(frozen=True, slots=True)
class UnitOfWorkFactory:
    sessions: async_sessionmaker[AsyncSession]

    @asynccontextmanager
    async def __call__(self) -> AsyncGenerator[UnitOfWork, None]:
        with _translated_failures():
            async with self.sessions.begin() as session:
                yield UnitOfWork(
                    CustomerRepository(session),
                    OrderRepository(session),
                    MessageRepository(session),
                    OverviewRepository(session),
                )


@contextmanager
def _translated_failures() -> Generator[None, None, None]:
    try:
        yield
    except DBAPIError as error:
        if not error.connection_invalidated and not _sqlstate(error).startswith(UNAVAILABLE):
            raise
        raise _unavailable(error) from error
    except (PoolTimeoutError, OSError) as error:
        raise _unavailable(error) from error


def _sqlstate(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def _unavailable(error: Exception) -> UnavailableError:
    logger.warning("database_unavailable", error=repr(error))
    return UnavailableError("the database does not answer")
