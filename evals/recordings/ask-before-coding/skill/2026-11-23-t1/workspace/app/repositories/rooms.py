from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import RoomNameTakenError
from app.models.rooms import CreateRoomInput, Room
from app.repositories.constraints import STORABLE, translated
from app.repositories.orm.tables import UNIQUE_ROOM_NAME, RoomRow


@dataclass(frozen=True, slots=True)
class RoomRepository:
    session: AsyncSession

    async def add(self, wish: CreateRoomInput) -> Room:
        row = RoomRow(name=wish.name, seats=wish.seats)
        self.session.add(row)
        with translated(UNIQUE_ROOM_NAME, RoomNameTakenError(wish.name)):
            await self.session.flush()
        return _to_model(row)

    async def list_by_name(self, min_seats: int) -> tuple[Room, ...]:
        query = select(RoomRow).where(RoomRow.seats >= min_seats).order_by(RoomRow.name)
        return tuple(_to_model(row) for row in await self.session.scalars(query))

    async def exists(self, room_id: int) -> bool:
        if room_id not in STORABLE:
            return False
        return await self.session.scalar(select(RoomRow.id).where(RoomRow.id == room_id)) is not None

    async def lock(self, room_id: int) -> bool:
        if room_id not in STORABLE:
            return False
        query = select(RoomRow.id).where(RoomRow.id == room_id).with_for_update()
        return await self.session.scalar(query) is not None


def _to_model(row: RoomRow) -> Room:
    return Room(id=row.id, name=row.name, seats=row.seats)
