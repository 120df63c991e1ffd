from typing import Protocol

from app.models.bookings import Booking, BookingInput
from app.models.rooms import Room, RoomInput


class IRoomService(Protocol):
    async def create(self, wish: RoomInput) -> Room: ...

    async def with_seats(self, min_seats: int) -> tuple[Room, ...]: ...


class IBookingService(Protocol):
    async def book(self, room_id: int, wish: BookingInput) -> Booking: ...

    async def of_room(self, room_id: int) -> tuple[Booking, ...]: ...

    async def cancel(self, booking_id: int) -> None: ...
