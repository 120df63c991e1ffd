"""Shifts."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

REST = timedelta(hours=11)
"""At least this long between two shifts of a person."""


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when, in UTC."""

    start: datetime
    end: datetime

    @property
    def is_backwards(self) -> bool:
        return self.end <= self.start

    @property
    def window(self) -> "Span":
        """Whoever works at these times must not work another shift that lies in this window."""
        return Span(self.start - REST, self.end + REST)


def span(start: datetime, end: datetime) -> Span:
    return Span(start.astimezone(UTC), end.astimezone(UTC))


@dataclass(frozen=True, slots=True)
class Move:
    """New times of a shift; None keeps the old one."""

    start: datetime | None
    end: datetime | None


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
