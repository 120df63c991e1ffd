"""What routes may ask of the domain."""

from typing import Protocol

from app.models.booking import Booking, CreateBookingInput
from app.models.room import Room


class IRoomService(Protocol):
    async def create(self, name: str, seats: int) -> Room: ...

    async def with_seats(self, min_seats: int) -> tuple[Room, ...]: ...


class IBookingService(Protocol):
    async def create(self, room_id: int, wish: CreateBookingInput) -> Booking: ...

    async def of_room(self, room_id: int) -> tuple[Booking, ...]: ...

    async def cancel(self, booking_id: int) -> None: ...
