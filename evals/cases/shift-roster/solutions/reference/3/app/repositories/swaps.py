"""Swaps in PostgreSQL."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.swap import NewSwap, Swap
from app.repositories.rows import SwapRow


def to_swap(row: SwapRow) -> Swap:
    return Swap(id=row.id, give=row.give, take=row.take, status=row.status)


@dataclass(frozen=True, slots=True)
class SwapRepository:
    session: AsyncSession

    async def add(self, swap: NewSwap) -> Swap:
        row = SwapRow(give=swap.give, take=swap.take, status="open")
        self.session.add(row)
        await self.session.flush()
        return to_swap(row)

    async def find(self, swap_id: int) -> Swap | None:
        row = await self.session.get(SwapRow, swap_id, populate_existing=True)
        return None if row is None else to_swap(row)

    async def is_any_open(self, assignment_ids: Iterable[int]) -> bool:
        ids = set(assignment_ids)
        part = or_(SwapRow.give.in_(ids), SwapRow.take.in_(ids))
        query = select(SwapRow.id).where(SwapRow.status == "open", part).limit(1)
        return await self.session.scalar(query) is not None

    async def withdraw_of(self, assignment_id: int) -> None:
        """The open swap this assignment is part of, if any."""
        part = or_(SwapRow.give == assignment_id, SwapRow.take == assignment_id)
        query = update(SwapRow).where(SwapRow.status == "open", part).values(status="withdrawn")
        await self.session.execute(query)

    async def set_status(self, swap_id: int, status: str) -> None:
        await self.session.execute(update(SwapRow).where(SwapRow.id == swap_id).values(status=status))
