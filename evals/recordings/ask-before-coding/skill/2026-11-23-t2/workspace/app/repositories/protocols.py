from contextlib import AbstractAsyncContextManager
from typing import Protocol

from app.models.bookings import Booking, BookingInput
from app.models.rooms import Room, RoomInput


class IRoomRepository(Protocol):
    async def add(self, wish: RoomInput) -> Room | None:
        """None: the name exists."""
        ...

    async def exists(self, room_id: int) -> bool: ...

    async def with_seats(self, min_seats: int) -> tuple[Room, ...]: ...


class IBookingRepository(Protocol):
    async def add(self, room_id: int, wish: BookingInput) -> Booking | None:
        """None: the room is taken for a part of that time, also when somebody else was only just faster."""
        ...

    async def of_room(self, room_id: int) -> tuple[Booking, ...]: ...

    async def delete(self, booking_id: int) -> bool:
        """False: there was none."""
        ...


class IUnitOfWork(Protocol):
    @property
    def rooms(self) -> IRoomRepository: ...

    @property
    def bookings(self) -> IBookingRepository: ...


class IUnitOfWorkFactory(Protocol):
    """Opens a session of its own on every call; leaving the block commits, an exception rolls back."""

    def __call__(self) -> AbstractAsyncContextManager[IUnitOfWork]: ...
