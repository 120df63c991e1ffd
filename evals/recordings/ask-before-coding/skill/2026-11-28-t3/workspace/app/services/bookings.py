"""The rules of bookings."""

from dataclasses import dataclass

import structlog

from app.errors import BookingNotFoundError, EndNotAfterStartError, RoomNotFoundError
from app.models.booking import Booking, CreateBookingInput
from app.repositories.protocols import IUnitOfWorkFactory

logger = structlog.get_logger(module=__name__)


@dataclass(frozen=True, slots=True)
class BookingService:
    unit_of_work: IUnitOfWorkFactory

    async def create(self, room_id: int, wish: CreateBookingInput) -> Booking:
        if wish.ends_at <= wish.starts_at:
            raise EndNotAfterStartError
        async with self.unit_of_work() as work:
            # The database refuses an overlap by itself. Without the lock two simultaneous bookings can wait
            # for each other there, and the loser would learn of a deadlock instead of a taken room.
            if not await work.rooms.lock(room_id):
                raise RoomNotFoundError(room_id)
            booking = await work.bookings.add(room_id, wish)
        logger.info("room_booked", room_id=room_id, booking_id=booking.id)
        return booking

    async def of_room(self, room_id: int) -> tuple[Booking, ...]:
        async with self.unit_of_work() as work:
            if not await work.rooms.exists(room_id):
                raise RoomNotFoundError(room_id)
            return await work.bookings.of_room(room_id)

    async def cancel(self, booking_id: int) -> None:
        async with self.unit_of_work() as work:
            if not await work.bookings.remove(booking_id):
                raise BookingNotFoundError(booking_id)
        logger.info("booking_cancelled", booking_id=booking_id)
