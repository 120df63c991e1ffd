"""Who works which shift."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewAssignment:
    shift_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class Assignment:
    id: int
    shift_id: int
    person_id: int
