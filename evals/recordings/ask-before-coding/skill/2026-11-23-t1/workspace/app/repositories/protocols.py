from contextlib import AbstractAsyncContextManager
from typing import Protocol

from app.models.bookings import Booking, CreateBookingInput
from app.models.rooms import CreateRoomInput, Room


class IRoomRepository(Protocol):
    async def add(self, wish: CreateRoomInput) -> Room:
        """Raises RoomNameTakenError."""
        ...

    async def list_by_name(self, min_seats: int) -> tuple[Room, ...]: ...

    async def exists(self, room_id: int) -> bool: ...

    async def lock(self, room_id: int) -> bool:
        """Like `exists`, but whoever else locks this room waits until this unit of work has ended."""
        ...


class IBookingRepository(Protocol):
    async def add(self, room_id: int, wish: CreateBookingInput) -> Booking:
        """Raises RoomOccupiedError. Lock the room first."""
        ...

    async def list_by_start(self, room_id: int) -> tuple[Booking, ...]: ...

    async def delete(self, booking_id: int) -> bool:
        """False if there was none."""
        ...


class IUnitOfWork(Protocol):
    """The repositories of one transaction."""

    @property
    def rooms(self) -> IRoomRepository: ...

    @property
    def bookings(self) -> IBookingRepository: ...


class IUnitOfWorkFactory(Protocol):
    """Opens a session of its own on every call; leaving the block commits, an exception rolls back."""

    def __call__(self) -> AbstractAsyncContextManager[IUnitOfWork]: ...
