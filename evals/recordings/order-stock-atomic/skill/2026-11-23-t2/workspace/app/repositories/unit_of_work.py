from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.repositories.movements import MovementRepository
from app.repositories.orders import OrderRepository
from app.repositories.products import ProductRepository


@dataclass(frozen=True, slots=True)
class UnitOfWork:
    products: ProductRepository
    orders: OrderRepository
    movements: MovementRepository


@dataclass(frozen=True, slots=True)
class UnitOfWorkFactory:
    sessions: async_sessionmaker[AsyncSession]

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[UnitOfWork]:
        async with self.sessions.begin() as session:  # commits at the end, rolls back on an error
            yield UnitOfWork(ProductRepository(session), OrderRepository(session), MovementRepository(session))
