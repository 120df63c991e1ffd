from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.repositories.bookings import BookingRepository
from app.repositories.rooms import RoomRepository


@dataclass(frozen=True, slots=True)
class UnitOfWork:
    rooms: RoomRepository
    bookings: BookingRepository


@dataclass(frozen=True, slots=True)
class UnitOfWorkFactory:
    sessions: async_sessionmaker[AsyncSession]

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[UnitOfWork]:
        async with self.sessions.begin() as session:
            yield UnitOfWork(RoomRepository(session), BookingRepository(session))
