"""Tools in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.tool import NewTool, Tool
from app.repositories.rows import LoanRow, ToolRow


@dataclass(frozen=True, slots=True)
class ToolRepository:
    session: AsyncSession

    async def add(self, tool: NewTool) -> Tool:
        row = ToolRow(name=tool.name, copies=tool.copies)
        self.session.add(row)
        await self.session.flush()
        return Tool(id=row.id, name=row.name, copies=row.copies, available=row.copies)

    async def find(self, tool_id: int) -> Tool | None:
        row = await self.session.get(ToolRow, tool_id)
        if row is None:
            return None
        return Tool(
            id=row.id, name=row.name, copies=row.copies, available=row.copies - await self._out(tool_id)
        )

    async def _out(self, tool_id: int) -> int:
        query = select(func.count()).where(LoanRow.tool_id == tool_id, LoanRow.status == "open")
        return await self.session.scalar(query) or 0
