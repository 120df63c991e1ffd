"""Rooms in the table `rooms`."""

from dataclasses import dataclass

from sqlalchemy import Select, false, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import DuplicateRoomNameError
from app.models.room import Room
from app.repositories.constraints import violation_means
from app.repositories.orm.base import MAX_INTEGER
from app.repositories.orm.rooms import RoomRow


@dataclass(frozen=True, slots=True)
class RoomRepository:
    session: AsyncSession

    async def add(self, name: str, seats: int) -> Room:
        row = RoomRow(name=name, seats=seats)
        self.session.add(row)
        with violation_means("uq_rooms_name", DuplicateRoomNameError(name)):
            await self.session.flush()
        return _to_model(row)

    async def with_seats(self, min_seats: int) -> tuple[Room, ...]:
        if min_seats > MAX_INTEGER:
            return ()
        query = select(RoomRow).where(RoomRow.seats >= max(min_seats, 0)).order_by(RoomRow.name)
        return tuple(_to_model(row) for row in await self.session.scalars(query))

    async def exists(self, room_id: int) -> bool:
        return await self.session.scalar(_id_of(room_id)) is not None

    async def lock(self, room_id: int) -> bool:
        return await self.session.scalar(_id_of(room_id).with_for_update()) is not None


def _id_of(room_id: int) -> Select[int]:
    return select(RoomRow.id).where(RoomRow.id == room_id if abs(room_id) <= MAX_INTEGER else false())


def _to_model(row: RoomRow) -> Room:
    return Room(id=row.id, name=row.name, seats=row.seats)
