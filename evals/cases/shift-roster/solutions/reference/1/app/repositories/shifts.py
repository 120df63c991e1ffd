"""Shifts in PostgreSQL."""

from dataclasses import dataclass
from datetime import UTC

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.shift import NewShift, Shift
from app.repositories.rows import AssignmentRow, ShiftRow


def to_shift(row: ShiftRow, assigned: int) -> Shift:
    return Shift(
        id=row.id,
        role=row.role,
        starts_at=row.starts_at.astimezone(UTC),
        ends_at=row.ends_at.astimezone(UTC),
        needed=row.needed,
        assigned=assigned,
    )


@dataclass(frozen=True, slots=True)
class ShiftRepository:
    session: AsyncSession

    async def add(self, shift: NewShift) -> Shift:
        row = ShiftRow(
            role=shift.role, starts_at=shift.times.start, ends_at=shift.times.end, needed=shift.needed
        )
        self.session.add(row)
        await self.session.flush()
        return to_shift(row, 0)

    async def find(self, shift_id: int) -> Shift | None:
        row = await self.session.get(ShiftRow, shift_id, populate_existing=True)
        return None if row is None else to_shift(row, await self._assigned(shift_id))

    async def _assigned(self, shift_id: int) -> int:
        query = select(func.count()).where(AssignmentRow.shift_id == shift_id)
        return await self.session.scalar(query) or 0
