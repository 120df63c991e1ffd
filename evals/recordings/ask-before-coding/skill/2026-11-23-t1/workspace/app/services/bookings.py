from dataclasses import dataclass

from app.errors import BookingNotFoundError, InvalidInputError, RoomNotFoundError
from app.models.bookings import Booking, CreateBookingInput
from app.repositories.protocols import IUnitOfWorkFactory


@dataclass(frozen=True, slots=True)
class BookingService:
    unit_of_work: IUnitOfWorkFactory

    async def create(self, room_id: int, wish: CreateBookingInput) -> Booking:
        if wish.ends_at <= wish.starts_at:
            raise InvalidInputError("ends_at must be after starts_at")
        async with self.unit_of_work() as work:
            # The database refuses overlaps with or without this lock. Without it, two inserts that arrive together
            # can wait for each other, and the loser is told of a deadlock instead of the overlap.
            if not await work.rooms.lock(room_id):
                raise RoomNotFoundError(room_id)
            return await work.bookings.add(room_id, wish)

    async def list_by_start(self, room_id: int) -> tuple[Booking, ...]:
        async with self.unit_of_work() as work:
            if not await work.rooms.exists(room_id):
                raise RoomNotFoundError(room_id)
            return await work.bookings.list_by_start(room_id)

    async def delete(self, booking_id: int) -> None:
        async with self.unit_of_work() as work:
            if not await work.bookings.delete(booking_id):
                raise BookingNotFoundError(booking_id)
