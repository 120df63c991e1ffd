"""People."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewPerson:
    name: str
    hourly_cents: int


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    hourly_cents: int
