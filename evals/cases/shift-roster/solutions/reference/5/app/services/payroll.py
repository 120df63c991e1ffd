"""The payroll of a month."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from app.errors import InvalidError
from app.models.payroll import Mark, Month, PayPage, pay_of
from app.repositories.protocols import IUnitOfWorkFactory


class IPayrollService(Protocol):
    async def of_month(self, month: str, limit: int, cursor: str | None) -> PayPage: ...


@dataclass(frozen=True, slots=True)
class PayrollService:
    unit_of_work: IUnitOfWorkFactory

    async def of_month(self, month: str, limit: int, cursor: str | None) -> PayPage:
        """Raises InvalidError."""
        wanted, after = _month(month), _mark(cursor)
        async with self.unit_of_work() as work:
            found = await work.payroll.people_of(wanted, after, limit + 1)
            people = found[:limit]
            shifts = await work.payroll.shifts_of(wanted, [person.id for person in people])
        more = len(found) > limit
        return PayPage(
            [pay_of(person, shifts[person.id]) for person in people],
            _cursor(Mark(people[-1].name, people[-1].id)) if more else None,
        )


def _month(text: str) -> Month:
    try:
        start = datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC)
    except ValueError as error:
        raise InvalidError(f"{text!r} is no month") from error
    return Month(start, (start + timedelta(days=31)).replace(day=1))


def _cursor(mark: Mark) -> str:
    return urlsafe_b64encode(json.dumps([mark.name, mark.person_id]).encode()).decode()


def _mark(cursor: str | None) -> Mark | None:
    if cursor is None:
        return None
    try:
        name, person_id = json.loads(urlsafe_b64decode(cursor))
        return Mark(str(name), int(person_id))
    except (ValueError, TypeError) as error:
        raise InvalidError(f"{cursor!r} is no cursor of this list") from error
