"""Who worked when, for the payroll."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.payroll import Mark, Month
from app.models.person import Person
from app.models.shift import Span
from app.repositories.people import to_person
from app.repositories.rows import AssignmentRow, PersonRow, ShiftRow


@dataclass(frozen=True, slots=True)
class PayrollRepository:
    session: AsyncSession

    async def people_of(self, month: Month, after: Mark | None, limit: int) -> list[Person]:
        """Everybody who works a shift that starts in the month, by name and id."""
        works = (
            select(AssignmentRow.person_id)
            .join(ShiftRow, ShiftRow.id == AssignmentRow.shift_id)
            .where(ShiftRow.starts_at >= month.start, ShiftRow.starts_at < month.end)
        )
        query = select(PersonRow).where(PersonRow.id.in_(works)).order_by(PersonRow.name, PersonRow.id)
        if after is not None:
            query = query.where(tuple_(PersonRow.name, PersonRow.id) > (after.name, after.person_id))
        return [to_person(row) for row in await self.session.scalars(query.limit(limit))]

    async def shifts_of(self, month: Month, person_ids: Iterable[int]) -> dict[int, list[Span]]:
        query = (
            select(AssignmentRow.person_id, ShiftRow.starts_at, ShiftRow.ends_at)
            .join(ShiftRow, ShiftRow.id == AssignmentRow.shift_id)
            .where(
                ShiftRow.starts_at >= month.start,
                ShiftRow.starts_at < month.end,
                AssignmentRow.person_id.in_(set(person_ids)),
            )
        )
        found: dict[int, list[Span]] = defaultdict(list)
        for person_id, start, end in await self.session.execute(query):
            found[person_id].append(Span(start.astimezone(UTC), end.astimezone(UTC)))
        return found
