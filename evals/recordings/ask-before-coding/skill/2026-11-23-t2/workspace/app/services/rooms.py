from dataclasses import dataclass

from app.errors import ConflictError
from app.models.rooms import Room, RoomInput
from app.repositories.protocols import IUnitOfWorkFactory


@dataclass(frozen=True, slots=True)
class RoomService:
    unit_of_work: IUnitOfWorkFactory

    async def create(self, wish: RoomInput) -> Room:
        async with self.unit_of_work() as work:
            room = await work.rooms.add(wish)
        if room is None:
            raise ConflictError(f"a room named {wish.name!r} exists")
        return room

    async def with_seats(self, min_seats: int) -> tuple[Room, ...]:
        async with self.unit_of_work() as work:
            return await work.rooms.with_seats(min_seats)
