"""A transaction with a session of its own: committed at the end, rolled back on an error."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.repositories.orders import OrderRepository
from app.repositories.products import ProductRepository


@dataclass(frozen=True, slots=True)
class UnitOfWork:
    products: ProductRepository
    orders: OrderRepository


@dataclass(frozen=True, slots=True)
class UnitOfWorkFactory:
    sessions: async_sessionmaker[AsyncSession]

    @asynccontextmanager
    async def __call__(self) -> AsyncGenerator[UnitOfWork]:
        async with self.sessions() as session, session.begin():
            yield UnitOfWork(products=ProductRepository(session), orders=OrderRepository(session))
