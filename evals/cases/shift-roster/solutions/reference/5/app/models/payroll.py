"""Hours and pay."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from app.models.person import Person
from app.models.shift import Span

NIGHT_ENDS, NIGHT_BEGINS = time(6), time(22)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Month:
    """The first moment of a month and of the next, in UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page of the payroll ended."""

    name: str
    person_id: int


@dataclass(frozen=True, slots=True)
class Pay:
    person_id: int
    name: str
    minutes: int
    night_minutes: int
    pay_cents: int


@dataclass(frozen=True, slots=True)
class PayPage:
    items: list[Pay]
    next_cursor: str | None


def pay_of(person: Person, shifts: Iterable[Span]) -> Pay:
    worked = list(shifts)
    minutes = sum((one.end - one.start) // MINUTE for one in worked)
    night = sum(night_minutes(one) for one in worked)
    # In quarters of a cent per hour, so that nothing is rounded before the end.
    quarters = person.hourly_cents * (4 * minutes + night)
    return Pay(person.id, person.name, minutes, night, (quarters + 120) // 240)


def night_minutes(times: Span) -> int:
    """The minutes between 22:00 and 06:00 UTC."""
    midnight = datetime.combine(times.start.date(), time(), UTC)
    total = timedelta()
    while midnight <= times.end:
        nights = (
            (midnight, midnight + timedelta(hours=NIGHT_ENDS.hour)),
            (midnight + timedelta(hours=NIGHT_BEGINS.hour), midnight + timedelta(days=1)),
        )
        for start, end in nights:
            total += max(timedelta(), min(end, times.end) - max(start, times.start))
        midnight += timedelta(days=1)
    return total // MINUTE
