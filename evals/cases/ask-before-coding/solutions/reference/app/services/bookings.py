"""Bookings: never two of one room at the same time."""

from dataclasses import dataclass
from typing import Protocol

from app.errors import NotFoundError, RoomTakenError
from app.models.booking import Booking, NewBooking
from app.repositories.protocols import IUnitOfWorkFactory


class IBookingService(Protocol):
    async def book(self, booking: NewBooking) -> Booking: ...
    async def of_room(self, room_id: int) -> list[Booking]: ...
    async def cancel(self, booking_id: int) -> None: ...


@dataclass(frozen=True, slots=True)
class BookingService:
    unit_of_work: IUnitOfWorkFactory

    async def book(self, booking: NewBooking) -> Booking:
        """Book the room. Whoever books it at the same time waits for the lock, then sees this booking."""
        async with self.unit_of_work() as work:
            if not await work.rooms.lock(booking.room_id):
                raise NotFoundError("room", booking.room_id)
            if await work.bookings.overlaps(booking):
                raise RoomTakenError
            return await work.bookings.add(booking)

    async def of_room(self, room_id: int) -> list[Booking]:
        async with self.unit_of_work() as work:
            if not await work.rooms.exists(room_id):
                raise NotFoundError("room", room_id)
            return await work.bookings.of_room(room_id)

    async def cancel(self, booking_id: int) -> None:
        async with self.unit_of_work() as work:
            if not await work.bookings.remove(booking_id):
                raise NotFoundError("booking", booking_id)
