"""One unit of work = one session = one transaction = one task."""

from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.errors import DatabaseUnavailableError
from app.repositories.customers import CustomerRepository
from app.repositories.messages import MessageRepository
from app.repositories.orders import OrderRepository


@dataclass(frozen=True, slots=True)
class UnitOfWork:
    customers: CustomerRepository
    orders: OrderRepository
    messages: MessageRepository


@dataclass(frozen=True, slots=True)
class UnitOfWorkFactory:
    sessions: async_sessionmaker[AsyncSession]

    @asynccontextmanager
    async def __call__(self) -> AsyncGenerator[UnitOfWork]:
        with _translated_failures():
            async with self.sessions.begin() as session:  # commits at the end, rolls back on an error
                yield UnitOfWork(
                    CustomerRepository(session), OrderRepository(session), MessageRepository(session)
                )


# SQLSTATE classes: connection exception, insufficient resources, operator intervention.
AWAY = {"08", "53", "57"}


@contextmanager
def _translated_failures() -> Generator[None]:
    try:
        yield
    # InternalError: asyncpg lost the connection while one of its queries was being cancelled.
    # OSError: also the TimeoutError of the driver's own deadlines.
    except (OperationalError, InterfaceError, InternalError, PoolTimeoutError, OSError) as error:
        raise DatabaseUnavailableError from error
    except DBAPIError as error:
        if str(getattr(error.orig, "sqlstate", ""))[:2] in AWAY:
            raise DatabaseUnavailableError from error
        raise
