"""Bookings in the table `bookings`."""

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import RoomTakenError
from app.models.booking import Booking, CreateBookingInput
from app.repositories.constraints import violation_means
from app.repositories.orm.base import MAX_INTEGER
from app.repositories.orm.bookings import NO_OVERLAP, BookingRow


@dataclass(frozen=True, slots=True)
class BookingRepository:
    session: AsyncSession

    async def add(self, room_id: int, wish: CreateBookingInput) -> Booking:
        row = _to_row(room_id, wish)
        self.session.add(row)
        with violation_means(NO_OVERLAP, RoomTakenError(room_id)):
            await self.session.flush()
        return _to_model(row)

    async def of_room(self, room_id: int) -> tuple[Booking, ...]:
        query = select(BookingRow).where(BookingRow.room_id == room_id).order_by(BookingRow.starts_at)
        return tuple(_to_model(row) for row in await self.session.scalars(query))

    async def remove(self, booking_id: int) -> bool:
        if abs(booking_id) > MAX_INTEGER:
            return False
        removal = delete(BookingRow).where(BookingRow.id == booking_id).returning(BookingRow.id)
        return await self.session.scalar(removal) is not None


def _to_row(room_id: int, wish: CreateBookingInput) -> BookingRow:
    return BookingRow(room_id=room_id, title=wish.title, starts_at=wish.starts_at, ends_at=wish.ends_at)


def _to_model(row: BookingRow) -> Booking:
    return Booking(
        id=row.id,
        room_id=row.room_id,
        title=row.title,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
    )
