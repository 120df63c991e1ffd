from dataclasses import dataclass

from sqlalchemy import Numeric, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.rooms import Room, RoomInput
from app.repositories.orm.base import INTEGERS
from app.repositories.orm.rooms import RoomRow


@dataclass(frozen=True, slots=True)
class RoomRepository:
    session: AsyncSession

    async def add(self, wish: RoomInput) -> Room | None:
        statement = (
            insert(RoomRow)
            .values(name=wish.name, seats=wish.seats)
            .on_conflict_do_nothing(index_elements=[RoomRow.name])
            .returning(RoomRow)
        )
        row = await self.session.scalar(statement)
        return _to_model(row) if row else None

    async def exists(self, room_id: int) -> bool:
        if room_id not in INTEGERS:
            return False
        return await self.session.scalar(select(RoomRow.id).where(RoomRow.id == room_id)) is not None

    async def with_seats(self, min_seats: int) -> tuple[Room, ...]:
        # Numeric, because a client may ask for more seats than an integer holds.
        query = select(RoomRow).where(RoomRow.seats >= literal(min_seats, Numeric)).order_by(RoomRow.name)
        return tuple(_to_model(row) for row in await self.session.scalars(query))


def _to_model(row: RoomRow) -> Room:
    return Room(id=row.id, name=row.name, seats=row.seats)
