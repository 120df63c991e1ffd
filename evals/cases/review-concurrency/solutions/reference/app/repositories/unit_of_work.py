"""A transaction, committed at the end."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.repositories.customers import CustomerRepository
from app.repositories.messages import MessageRepository
from app.repositories.orders import OrderRepository


@dataclass(frozen=True, slots=True)
class UnitOfWork:
    customers: CustomerRepository
    orders: OrderRepository
    messages: MessageRepository


@dataclass(slots=True)
class UnitOfWorkFactory:
    sessions: async_sessionmaker[AsyncSession]
    current: AsyncSession | None = None

    @asynccontextmanager
    async def __call__(self) -> AsyncGenerator[UnitOfWork]:
        if self.current is None:
            self.current = self.sessions()
        session = self.current
        yield UnitOfWork(
            customers=CustomerRepository(session),
            orders=OrderRepository(session),
            messages=MessageRepository(session),
        )
        await session.commit()
