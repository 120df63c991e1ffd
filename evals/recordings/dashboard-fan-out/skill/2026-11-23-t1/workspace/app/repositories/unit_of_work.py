from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.errors import UnavailableError
from app.repositories.activity import ActivityRepository
from app.repositories.customers import CustomerRepository
from app.repositories.messages import MessageRepository
from app.repositories.orders import OrderRepository

# SQLSTATE classes: connection exception, insufficient resources, operator intervention.
PASSING = ("08", "53", "57")


@dataclass(frozen=True, slots=True)
class UnitOfWork:
    customers: CustomerRepository
    orders: OrderRepository
    messages: MessageRepository


@dataclass(frozen=True, slots=True)
class UnitOfWorkFactory:
    sessions: async_sessionmaker[AsyncSession]

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[UnitOfWork]:
        with _translated_failures():
            async with self.sessions.begin() as session:
                yield UnitOfWork(
                    CustomerRepository(session), OrderRepository(session), MessageRepository(session)
                )


@dataclass(frozen=True, slots=True)
class ActivityReads:
    """Its sessions are in AUTOCOMMIT mode: BEGIN and COMMIT would be two more trips to the database."""

    sessions: async_sessionmaker[AsyncSession]

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[ActivityRepository]:
        with _translated_failures():
            async with self.sessions() as session:
                yield ActivityRepository(session)


@contextmanager
def _translated_failures() -> Iterator[None]:
    try:
        yield
    except (OSError, PoolTimeoutError) as error:
        raise UnavailableError("the database does not answer") from error
    except DBAPIError as error:
        sqlstate = getattr(error.orig, "sqlstate", None) or ""
        if error.connection_invalidated or sqlstate.startswith(PASSING):
            raise UnavailableError("the database does not answer") from error
        raise
