"""Bookings in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.booking import Booking, NewBooking
from app.repositories.rows import BookingRow


def to_booking(row: BookingRow) -> Booking:
    return Booking(
        id=row.id, room_id=row.room_id, title=row.title, starts_at=row.starts_at, ends_at=row.ends_at
    )


@dataclass(frozen=True, slots=True)
class BookingRepository:
    session: AsyncSession

    async def add(self, booking: NewBooking) -> Booking:
        row = BookingRow(
            room_id=booking.room_id,
            title=booking.title,
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
        )
        self.session.add(row)
        await self.session.flush()
        return to_booking(row)

    async def overlaps(self, booking: NewBooking) -> bool:
        other = select(BookingRow.id).where(
            BookingRow.room_id == booking.room_id,
            BookingRow.starts_at < booking.ends_at,
            BookingRow.ends_at > booking.starts_at,
        )
        return bool(await self.session.scalar(select(exists(other))))

    async def of_room(self, room_id: int) -> list[Booking]:
        query = select(BookingRow).where(BookingRow.room_id == room_id).order_by(BookingRow.starts_at)
        return [to_booking(row) for row in await self.session.scalars(query)]

    async def remove(self, booking_id: int) -> bool:
        removed = delete(BookingRow).where(BookingRow.id == booking_id).returning(BookingRow.id)
        return await self.session.scalar(removed) is not None
