from dataclasses import dataclass

from app.errors import ConflictError, InvalidInputError, NotFoundError
from app.models.bookings import Booking, BookingInput
from app.repositories.protocols import IUnitOfWork, IUnitOfWorkFactory


@dataclass(frozen=True, slots=True)
class BookingService:
    unit_of_work: IUnitOfWorkFactory

    async def book(self, room_id: int, wish: BookingInput) -> Booking:
        if wish.ends_at <= wish.starts_at:
            raise InvalidInputError("ends_at must be after starts_at")
        async with self.unit_of_work() as work:
            await _require_room(work, room_id)
            booking = await work.bookings.add(room_id, wish)
        if booking is None:
            raise ConflictError("the room is taken for at least a part of that time")
        return booking

    async def of_room(self, room_id: int) -> tuple[Booking, ...]:
        async with self.unit_of_work() as work:
            await _require_room(work, room_id)
            return await work.bookings.of_room(room_id)

    async def cancel(self, booking_id: int) -> None:
        async with self.unit_of_work() as work:
            deleted = await work.bookings.delete(booking_id)
        if not deleted:
            raise NotFoundError(f"there is no booking {booking_id}")


async def _require_room(work: IUnitOfWork, room_id: int) -> None:
    if not await work.rooms.exists(room_id):
        raise NotFoundError(f"there is no room {room_id}")
