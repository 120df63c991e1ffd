"""Rooms and their bookings."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NewRoom:
    name: str
    seats: int


@dataclass(frozen=True, slots=True)
class Room:
    id: int
    name: str
    seats: int


@dataclass(frozen=True, slots=True)
class NewBooking:
    room_id: int
    title: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Booking:
    id: int
    room_id: int
    title: str
    starts_at: datetime
    ends_at: datetime
