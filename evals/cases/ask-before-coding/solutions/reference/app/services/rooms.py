"""The rooms of the office."""

from dataclasses import dataclass
from typing import Protocol

from app.models.booking import NewRoom, Room
from app.repositories.protocols import IUnitOfWorkFactory


class IRoomService(Protocol):
    async def add(self, room: NewRoom) -> Room: ...
    async def with_seats(self, at_least: int) -> list[Room]: ...


@dataclass(frozen=True, slots=True)
class RoomService:
    unit_of_work: IUnitOfWorkFactory

    async def add(self, room: NewRoom) -> Room:
        async with self.unit_of_work() as work:
            return await work.rooms.add(room)

    async def with_seats(self, at_least: int) -> list[Room]:
        async with self.unit_of_work() as work:
            return await work.rooms.with_seats(at_least)
