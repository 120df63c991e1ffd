"""What people are told."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class News:
    """assigned, removed or moved."""

    person_id: int
    kind: str
    shift_id: int


@dataclass(frozen=True, slots=True)
class Notification:
    id: int
    person_id: int
    kind: str
    shift_id: int
    status: str


@dataclass(frozen=True, slots=True)
class Delivery:
    sent: int
    failed: int
