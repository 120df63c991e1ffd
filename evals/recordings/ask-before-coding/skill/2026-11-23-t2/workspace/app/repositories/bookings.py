from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.bookings import Booking, BookingInput
from app.repositories.orm.base import INTEGERS
from app.repositories.orm.bookings import NO_OVERLAP, BookingRow


@dataclass(frozen=True, slots=True)
class BookingRepository:
    session: AsyncSession

    async def add(self, room_id: int, wish: BookingInput) -> Booking | None:
        # A plain INSERT is safe too, but two at the same moment can wait for each other
        # and one then dies in a deadlock; ON CONFLICT makes the second wait for the first.
        statement = (
            insert(BookingRow)
            .values(room_id=room_id, title=wish.title, starts_at=wish.starts_at, ends_at=wish.ends_at)
            .on_conflict_do_nothing(constraint=NO_OVERLAP)
            .returning(BookingRow)
        )
        row = await self.session.scalar(statement)
        return _to_model(row) if row else None

    async def of_room(self, room_id: int) -> tuple[Booking, ...]:
        query = select(BookingRow).where(BookingRow.room_id == room_id).order_by(BookingRow.starts_at)
        return tuple(_to_model(row) for row in await self.session.scalars(query))

    async def delete(self, booking_id: int) -> bool:
        if booking_id not in INTEGERS:
            return False
        statement = delete(BookingRow).where(BookingRow.id == booking_id).returning(BookingRow.id)
        return await self.session.scalar(statement) is not None


def _to_model(row: BookingRow) -> Booking:
    return Booking(
        id=row.id, room_id=row.room_id, title=row.title, starts_at=row.starts_at, ends_at=row.ends_at
    )
