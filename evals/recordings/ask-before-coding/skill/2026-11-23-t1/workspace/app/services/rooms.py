from dataclasses import dataclass

from app.models.rooms import CreateRoomInput, Room
from app.repositories.protocols import IUnitOfWorkFactory


@dataclass(frozen=True, slots=True)
class RoomService:
    unit_of_work: IUnitOfWorkFactory

    async def create(self, wish: CreateRoomInput) -> Room:
        async with self.unit_of_work() as work:
            return await work.rooms.add(wish)

    async def list_by_name(self, min_seats: int) -> tuple[Room, ...]:
        async with self.unit_of_work() as work:
            return await work.rooms.list_by_name(min_seats)
