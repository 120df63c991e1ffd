"""Tools in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.tool import NewTool, Tool
from app.repositories.loans import COUNTED
from app.repositories.rows import LoanRow, ReservationRow, ToolRow


def to_tool(row: ToolRow, taken: int) -> Tool:
    return Tool(
        id=row.id,
        name=row.name,
        copies=row.copies,
        available=row.copies - taken,
        deposit_cents=row.deposit_cents,
    )


@dataclass(frozen=True, slots=True)
class ToolRepository:
    session: AsyncSession

    async def add(self, tool: NewTool) -> Tool:
        row = ToolRow(name=tool.name, copies=tool.copies, deposit_cents=tool.deposit_cents)
        self.session.add(row)
        await self.session.flush()
        return to_tool(row, taken=0)

    async def lock(self, tool_id: int) -> Tool | None:
        """The tool; nobody else lends or takes back a copy of it until the unit of work ends."""
        # Locked first and counted afterwards: one statement would count what was there before it waited.
        await self.session.execute(select(ToolRow.id).where(ToolRow.id == tool_id).with_for_update())
        return await self.find(tool_id)

    async def find(self, tool_id: int) -> Tool | None:
        row = await self.session.get(ToolRow, tool_id)
        if row is None:
            return None
        taken = await self._out(tool_id) + await self._kept_aside(tool_id)
        return to_tool(row, taken)

    async def _out(self, tool_id: int) -> int:
        query = select(func.count()).where(LoanRow.tool_id == tool_id, LoanRow.status.in_(COUNTED))
        return await self.session.scalar(query) or 0

    async def _kept_aside(self, tool_id: int) -> int:
        query = select(func.count()).where(
            ReservationRow.tool_id == tool_id, ReservationRow.status == "ready"
        )
        return await self.session.scalar(query) or 0
