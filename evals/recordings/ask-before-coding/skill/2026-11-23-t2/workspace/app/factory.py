from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.config import AppConfig
from app.repositories.protocols import IUnitOfWorkFactory
from app.repositories.tables import create_missing_tables
from app.repositories.unit_of_work import UnitOfWorkFactory
from app.services.bookings import BookingService
from app.services.protocols import IBookingService, IRoomService
from app.services.rooms import RoomService


@asynccontextmanager
async def open_unit_of_work(config: AppConfig) -> AsyncIterator[IUnitOfWorkFactory]:
    engine = create_async_engine(config.database_url, pool_pre_ping=True)
    try:
        await create_missing_tables(engine)
        yield UnitOfWorkFactory(async_sessionmaker(engine, expire_on_commit=False))
    finally:
        await engine.dispose()


@dataclass(frozen=True, slots=True)
class Factory:
    unit_of_work: IUnitOfWorkFactory

    def room_service(self) -> IRoomService:
        return RoomService(self.unit_of_work)

    def booking_service(self) -> IBookingService:
        return BookingService(self.unit_of_work)
