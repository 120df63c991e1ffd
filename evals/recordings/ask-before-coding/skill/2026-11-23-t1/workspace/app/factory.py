from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.config import AppConfig
from app.repositories.protocols import IUnitOfWorkFactory
from app.repositories.start_up import create_missing_tables
from app.repositories.unit_of_work import UnitOfWorkFactory
from app.services.bookings import BookingService
from app.services.protocols import IBookingService, IRoomService
from app.services.rooms import RoomService


@dataclass(frozen=True, slots=True)
class Singletons:
    """What lives as long as the process."""

    unit_of_work: IUnitOfWorkFactory


@asynccontextmanager
async def open_singletons(config: AppConfig) -> AsyncIterator[Singletons]:
    async with AsyncExitStack() as stack:
        engine = create_async_engine(config.database_url, pool_pre_ping=True)
        stack.push_async_callback(engine.dispose)
        await create_missing_tables(engine)
        yield Singletons(UnitOfWorkFactory(async_sessionmaker(engine, expire_on_commit=False)))


@dataclass(frozen=True, slots=True)
class Factory:
    """Made for each request; the return types are Protocols, so a type checker proves the match."""

    singletons: Singletons

    def room_service(self) -> IRoomService:
        return RoomService(self.singletons.unit_of_work)

    def booking_service(self) -> IBookingService:
        return BookingService(self.singletons.unit_of_work)
