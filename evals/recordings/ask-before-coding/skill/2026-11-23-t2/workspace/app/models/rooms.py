from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Room:
    id: int
    name: str
    seats: int


@dataclass(slots=True)
class RoomInput:
    name: str
    seats: int
