from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.repositories.carts import CartRepository
from app.repositories.customers import CustomerRepository


@dataclass(frozen=True, slots=True)
class UnitOfWork:
    customers: CustomerRepository
    carts: CartRepository


@dataclass(frozen=True, slots=True)
class UnitOfWorkFactory:
    sessions: async_sessionmaker[AsyncSession]

    @asynccontextmanager
    async def __call__(self) -> AsyncGenerator[UnitOfWork, None]:
        async with self.sessions.begin() as session:  # commits at the end, rolls back on an error
            yield UnitOfWork(CustomerRepository(session), CartRepository(session))
