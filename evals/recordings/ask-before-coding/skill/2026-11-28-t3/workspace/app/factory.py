"""Where implementations meet Protocols. Nothing here decides anything."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.config import AppConfig
from app.repositories.orm import create_missing_tables
from app.repositories.protocols import IUnitOfWorkFactory
from app.repositories.unit_of_work import UnitOfWorkFactory
from app.services.bookings import BookingService
from app.services.protocols import IBookingService, IRoomService
from app.services.rooms import RoomService

# Nothing waits for ever, but the loser of a race must outlast the queue for a connection and for the room,
# to hear that the room is taken. Seconds to connect, milliseconds for a statement, seconds for the pool.
CONNECT: dict[str, Any] = {"timeout": 10, "server_settings": {"statement_timeout": "30000"}}
POOL_TIMEOUT = 30


@dataclass(frozen=True, slots=True)
class Singletons:
    """What lives as long as the process."""

    unit_of_work: IUnitOfWorkFactory


@asynccontextmanager
async def open_singletons(config: AppConfig) -> AsyncGenerator[Singletons]:
    """Opens in order, closes in reverse. The application lives inside."""
    async with AsyncExitStack() as stack:
        engine = create_async_engine(config.database_url, connect_args=CONNECT, pool_timeout=POOL_TIMEOUT)
        stack.push_async_callback(engine.dispose)
        await create_missing_tables(engine)
        yield Singletons(unit_of_work=UnitOfWorkFactory(async_sessionmaker(engine, expire_on_commit=False)))


@dataclass(frozen=True, slots=True)
class Factory:
    """Made for each request; the return types are Protocols, so the type checker proves the match."""

    singletons: Singletons

    def room_service(self) -> IRoomService:
        return RoomService(self.singletons.unit_of_work)

    def booking_service(self) -> IBookingService:
        return BookingService(self.singletons.unit_of_work)
