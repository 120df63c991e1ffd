"""What services ask of storage. Importing this drags in no database."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from app.models.booking import Booking, CreateBookingInput
from app.models.room import Room


class IRoomRepository(Protocol):
    async def add(self, name: str, seats: int) -> Room:
        """Raises DuplicateRoomNameError."""
        ...

    async def with_seats(self, min_seats: int) -> tuple[Room, ...]:
        """By name."""
        ...

    async def exists(self, room_id: int) -> bool: ...

    async def lock(self, room_id: int) -> bool:
        """Waits until no other unit of work holds the room; False when there is no such room."""
        ...


class IBookingRepository(Protocol):
    async def add(self, room_id: int, wish: CreateBookingInput) -> Booking:
        """Raises RoomTakenError. Lock the room first."""
        ...

    async def of_room(self, room_id: int) -> tuple[Booking, ...]:
        """By start."""
        ...

    async def remove(self, booking_id: int) -> bool:
        """False when there is no such booking."""
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
