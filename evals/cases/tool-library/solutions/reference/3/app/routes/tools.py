"""/tools"""

from fastapi import APIRouter

from app.dependencies import RequestFactory
from app.models.reservation import Reservation
from app.models.tool import Tool
from app.routes.schemas import ReservationBody, ToolBody

router = APIRouter(prefix="/tools")


@router.post("", status_code=201)
async def add_tool(body: ToolBody, factory: RequestFactory) -> Tool:
    return await factory.tools().add(body.to_domain())


@router.get("/{tool_id}")
async def get_tool(tool_id: int, factory: RequestFactory) -> Tool:
    return await factory.tools().get(tool_id)


@router.post("/{tool_id}/reservations", status_code=201)
async def reserve(tool_id: int, body: ReservationBody, factory: RequestFactory) -> Reservation:
    return await factory.reservations().reserve(body.to_domain(tool_id))


@router.get("/{tool_id}/reservations")
async def list_reservations(tool_id: int, factory: RequestFactory) -> list[Reservation]:
    return await factory.reservations().of_tool(tool_id)
