"""A transaction with a session of its own: committed at the end, rolled back on an error."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.repositories.codes import CodeRepository
from app.repositories.events import EventRepository
from app.repositories.orders import OrderRepository
from app.repositories.payments import PaymentRepository


@dataclass(frozen=True, slots=True)
class UnitOfWork:
    events: EventRepository
    orders: OrderRepository
    codes: CodeRepository
    payments: PaymentRepository


@dataclass(frozen=True, slots=True)
class UnitOfWorkFactory:
    sessions: async_sessionmaker[AsyncSession]

    @asynccontextmanager
    async def __call__(self) -> AsyncGenerator[UnitOfWork]:
        async with self.sessions() as session, session.begin():
            yield UnitOfWork(
                events=EventRepository(session),
                orders=OrderRepository(session),
                codes=CodeRepository(session),
                payments=PaymentRepository(session),
            )
