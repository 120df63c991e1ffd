"""A transaction with a session of its own: committed at the end, rolled back on an error."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.repositories.assignments import AssignmentRepository
from app.repositories.notifications import NotificationRepository
from app.repositories.people import PersonRepository
from app.repositories.shifts import ShiftRepository
from app.repositories.swaps import SwapRepository


@dataclass(frozen=True, slots=True)
class UnitOfWork:
    people: PersonRepository
    shifts: ShiftRepository
    assignments: AssignmentRepository
    swaps: SwapRepository
    notifications: NotificationRepository


@dataclass(frozen=True, slots=True)
class UnitOfWorkFactory:
    sessions: async_sessionmaker[AsyncSession]

    @asynccontextmanager
    async def __call__(self) -> AsyncGenerator[UnitOfWork]:
        async with self.sessions() as session, session.begin():
            yield UnitOfWork(
                people=PersonRepository(session),
                shifts=ShiftRepository(session),
                assignments=AssignmentRepository(session),
                swaps=SwapRepository(session),
                notifications=NotificationRepository(session),
            )
