"""Bookings: what the services take and return."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Booking:
    id: int
    room_id: int
    title: str
    starts_at: datetime
    ends_at: datetime


@dataclass(slots=True)
class CreateBookingInput:
    title: str
    starts_at: datetime
    ends_at: datetime
