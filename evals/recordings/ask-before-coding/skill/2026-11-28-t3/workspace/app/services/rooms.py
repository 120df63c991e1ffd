"""The rules of rooms."""

from dataclasses import dataclass

import structlog

from app.models.room import Room
from app.repositories.protocols import IUnitOfWorkFactory

logger = structlog.get_logger(module=__name__)


@dataclass(frozen=True, slots=True)
class RoomService:
    unit_of_work: IUnitOfWorkFactory

    async def create(self, name: str, seats: int) -> Room:
        async with self.unit_of_work() as work:
            room = await work.rooms.add(name, seats)
        logger.info("room_created", room_id=room.id)
        return room

    async def with_seats(self, min_seats: int) -> tuple[Room, ...]:
        async with self.unit_of_work() as work:
            return await work.rooms.with_seats(min_seats)
