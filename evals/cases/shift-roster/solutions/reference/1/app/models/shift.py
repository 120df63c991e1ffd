"""Shifts."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when, in UTC."""

    start: datetime
    end: datetime

    @property
    def is_backwards(self) -> bool:
        return self.end <= self.start


def span(start: datetime, end: datetime) -> Span:
    return Span(start.astimezone(UTC), end.astimezone(UTC))


@dataclass(frozen=True, slots=True)
class NewShift:
    role: str
    times: Span
    needed: int


@dataclass(frozen=True, slots=True)
class Shift:
    id: int
    role: str
    starts_at: datetime
    ends_at: datetime
    needed: int
    assigned: int
