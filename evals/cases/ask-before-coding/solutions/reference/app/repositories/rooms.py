"""Rooms in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import NameTakenError
from app.models.booking import NewRoom, Room
from app.repositories.rows import RoomRow


def to_room(row: RoomRow) -> Room:
    return Room(id=row.id, name=row.name, seats=row.seats)


@dataclass(frozen=True, slots=True)
class RoomRepository:
    session: AsyncSession

    async def add(self, room: NewRoom) -> Room:
        row = RoomRow(name=room.name, seats=room.seats)
        self.session.add(row)
        try:
            await self.session.flush()
        except IntegrityError as error:
            raise NameTakenError(room.name) from error
        return to_room(row)

    async def with_seats(self, at_least: int) -> list[Room]:
        query = select(RoomRow).where(RoomRow.seats >= at_least).order_by(RoomRow.name)
        return [to_room(row) for row in await self.session.scalars(query)]

    async def exists(self, room_id: int) -> bool:
        return await self.session.get(RoomRow, room_id) is not None

    async def lock(self, room_id: int) -> bool:
        return await self.session.get(RoomRow, room_id, with_for_update=True) is not None
