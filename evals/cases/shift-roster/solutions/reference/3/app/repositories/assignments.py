"""Who works which shift, in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.assignment import Assignment, NewAssignment
from app.repositories.rows import AssignmentRow


def to_assignment(row: AssignmentRow) -> Assignment:
    return Assignment(id=row.id, shift_id=row.shift_id, person_id=row.person_id)


@dataclass(frozen=True, slots=True)
class AssignmentRepository:
    session: AsyncSession

    async def add(self, assignment: NewAssignment) -> Assignment:
        row = AssignmentRow(shift_id=assignment.shift_id, person_id=assignment.person_id)
        self.session.add(row)
        await self.session.flush()
        return to_assignment(row)

    async def find(self, assignment_id: int) -> Assignment | None:
        row = await self.session.get(AssignmentRow, assignment_id, populate_existing=True)
        return None if row is None else to_assignment(row)

    async def of_shift(self, shift_id: int) -> list[Assignment]:
        query = select(AssignmentRow).where(AssignmentRow.shift_id == shift_id).order_by(AssignmentRow.id)
        return [to_assignment(row) for row in await self.session.scalars(query)]

    async def remove(self, assignment_id: int) -> None:
        await self.session.execute(delete(AssignmentRow).where(AssignmentRow.id == assignment_id))

    async def give_to(self, assignment_id: int, person_id: int) -> None:
        query = update(AssignmentRow).where(AssignmentRow.id == assignment_id).values(person_id=person_id)
        await self.session.execute(query)
