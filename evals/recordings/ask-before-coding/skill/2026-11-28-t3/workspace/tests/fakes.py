"""Hand-written stand-ins for the Protocols: in memory, without a mocking library."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from app.errors import DuplicateRoomNameError, RoomTakenError
from app.models.booking import Booking, CreateBookingInput
from app.models.room import Room


@dataclass(slots=True)
class FakeRooms:
    rows: dict[int, Room] = field(default_factory=dict)
    locked: list[int] = field(default_factory=list)

    async def add(self, name: str, seats: int) -> Room:
        if any(row.name == name for row in self.rows.values()):
            raise DuplicateRoomNameError(name)
        room = Room(len(self.rows) + 1, name, seats)
        self.rows[room.id] = room
        return room

    async def with_seats(self, min_seats: int) -> tuple[Room, ...]:
        found = [row for row in self.rows.values() if row.seats >= min_seats]
        return tuple(sorted(found, key=lambda row: row.name))

    async def exists(self, room_id: int) -> bool:
        return room_id in self.rows

    async def lock(self, room_id: int) -> bool:
        self.locked.append(room_id)
        return room_id in self.rows


@dataclass(slots=True)
class FakeBookings:
    rows: dict[int, Booking] = field(default_factory=dict)

    async def add(self, room_id: int, wish: CreateBookingInput) -> Booking:
        for row in await self.of_room(room_id):
            if row.starts_at < wish.ends_at and wish.starts_at < row.ends_at:
                raise RoomTakenError(room_id)
        booking = Booking(len(self.rows) + 1, room_id, wish.title, wish.starts_at, wish.ends_at)
        self.rows[booking.id] = booking
        return booking

    async def of_room(self, room_id: int) -> tuple[Booking, ...]:
        found = [row for row in self.rows.values() if row.room_id == room_id]
        return tuple(sorted(found, key=lambda row: row.starts_at))

    async def remove(self, booking_id: int) -> bool:
        return self.rows.pop(booking_id, None) is not None


@dataclass(slots=True)
class FakeUnitOfWork:
    """Its own factory."""

    rooms: FakeRooms = field(default_factory=FakeRooms)
    bookings: FakeBookings = field(default_factory=FakeBookings)

    @asynccontextmanager
    async def __call__(self) -> AsyncGenerator["FakeUnitOfWork"]:
        yield self
