"""Rooms: what the services take and return."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Room:
    id: int
    name: str
    seats: int
