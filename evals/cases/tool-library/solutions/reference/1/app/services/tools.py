"""Tools."""

from dataclasses import dataclass
from typing import Protocol

from app.errors import NotFoundError
from app.models.tool import NewTool, Tool
from app.repositories.protocols import IUnitOfWorkFactory


class IToolService(Protocol):
    async def add(self, tool: NewTool) -> Tool: ...
    async def get(self, tool_id: int) -> Tool: ...


@dataclass(frozen=True, slots=True)
class ToolService:
    unit_of_work: IUnitOfWorkFactory

    async def add(self, tool: NewTool) -> Tool:
        async with self.unit_of_work() as work:
            return await work.tools.add(tool)

    async def get(self, tool_id: int) -> Tool:
        async with self.unit_of_work() as work:
            tool = await work.tools.find(tool_id)
        if tool is None:
            raise NotFoundError("tool", tool_id)
        return tool
