from typing import Protocol

from app.models.bookings import Booking, CreateBookingInput
from app.models.rooms import CreateRoomInput, Room


class IRoomService(Protocol):
    async def create(self, wish: CreateRoomInput) -> Room: ...

    async def list_by_name(self, min_seats: int) -> tuple[Room, ...]: ...


class IBookingService(Protocol):
    async def create(self, room_id: int, wish: CreateBookingInput) -> Booking: ...

    async def list_by_start(self, room_id: int) -> tuple[Booking, ...]: ...

    async def delete(self, booking_id: int) -> None: ...
