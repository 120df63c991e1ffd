"""/tools"""

from fastapi import APIRouter

from app.dependencies import RequestFactory
from app.models.tool import Tool
from app.routes.schemas import ToolBody

router = APIRouter(prefix="/tools")


@router.post("", status_code=201)
async def add_tool(body: ToolBody, factory: RequestFactory) -> Tool:
    return await factory.tools().add(body.to_domain())


@router.get("/{tool_id}")
async def get_tool(tool_id: int, factory: RequestFactory) -> Tool:
    return await factory.tools().get(tool_id)
