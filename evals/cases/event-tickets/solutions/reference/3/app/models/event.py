"""Events."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewEvent:
    name: str
    capacity: int
    price_cents: int
    hold_seconds: int


@dataclass(frozen=True, slots=True)
class Event:
    id: int
    name: str
    capacity: int
    price_cents: int
    left: int
    hold_seconds: int
