"""Shifts in PostgreSQL."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.shift import NewShift, Shift, Span
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

    async def lock(self, shift_ids: Iterable[int]) -> None:
        """Nobody else changes these shifts or who works them, until the unit of work ends."""
        query = select(ShiftRow.id).where(ShiftRow.id.in_(set(shift_ids))).order_by(ShiftRow.id)
        await self.session.execute(query.with_for_update())

    async def move(self, shift_id: int, times: Span) -> None:
        query = update(ShiftRow).where(ShiftRow.id == shift_id)
        await self.session.execute(query.values(starts_at=times.start, ends_at=times.end))

    async def of_person(self, person_id: int, start: datetime | None, end: datetime | None) -> list[Shift]:
        query = (
            select(ShiftRow)
            .join(AssignmentRow, AssignmentRow.shift_id == ShiftRow.id)
            .where(AssignmentRow.person_id == person_id)
            .order_by(ShiftRow.starts_at, ShiftRow.id)
        )
        if start is not None:
            query = query.where(ShiftRow.ends_at > start)
        if end is not None:
            query = query.where(ShiftRow.starts_at < end)
        return [to_shift(row, await self._assigned(row.id)) for row in await self.session.scalars(query)]

    async def find(self, shift_id: int) -> Shift | None:
        row = await self.session.get(ShiftRow, shift_id, populate_existing=True)
        return None if row is None else to_shift(row, await self._assigned(shift_id))

    async def _assigned(self, shift_id: int) -> int:
        query = select(func.count()).where(AssignmentRow.shift_id == shift_id)
        return await self.session.scalar(query) or 0
