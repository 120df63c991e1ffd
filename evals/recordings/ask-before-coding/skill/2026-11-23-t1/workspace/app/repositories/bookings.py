from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import RoomOccupiedError
from app.models.bookings import Booking, CreateBookingInput
from app.repositories.constraints import STORABLE, translated
from app.repositories.orm.tables import NO_OVERLAP, BookingRow


@dataclass(frozen=True, slots=True)
class BookingRepository:
    session: AsyncSession

    async def add(self, room_id: int, wish: CreateBookingInput) -> Booking:
        row = BookingRow(room_id=room_id, title=wish.title, starts_at=wish.starts_at, ends_at=wish.ends_at)
        self.session.add(row)
        with translated(NO_OVERLAP, RoomOccupiedError(room_id)):
            await self.session.flush()
        return _to_model(row)

    async def list_by_start(self, room_id: int) -> tuple[Booking, ...]:
        query = select(BookingRow).where(BookingRow.room_id == room_id).order_by(BookingRow.starts_at)
        return tuple(_to_model(row) for row in await self.session.scalars(query))

    async def delete(self, booking_id: int) -> bool:
        if booking_id not in STORABLE:
            return False
        statement = delete(BookingRow).where(BookingRow.id == booking_id).returning(BookingRow.id)
        return await self.session.scalar(statement) is not None


def _to_model(row: BookingRow) -> Booking:
    return Booking(
        id=row.id, room_id=row.room_id, title=row.title, starts_at=row.starts_at, ends_at=row.ends_at
    )
