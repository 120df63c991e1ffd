"""The rooms of the office."""

from dataclasses import dataclass
from typing import Protocol

from app.models.booking import NewRoom, Room
from app.services.protocols import IUnitsOfWork


class IRoomService(Protocol):
    async def add(self, room: NewRoom) -> Room: ...
    async def with_seats(self, at_least: int) -> list[Room]: ...


@dataclass(frozen=True, slots=True)
class RoomService:
    units_of_work: IUnitsOfWork

    async def add(self, room: NewRoom) -> Room:
        async with self.units_of_work() as work:
            return await work.rooms.add(room)

    async def with_seats(self, at_least: int) -> list[Room]:
        async with self.units_of_work() as work:
            return await work.rooms.with_seats(at_least)
