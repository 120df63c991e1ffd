"""/shifts"""

from fastapi import APIRouter

from app.dependencies import RequestFactory
from app.models.assignment import Assignment
from app.models.shift import Shift
from app.routes.schemas import AssignmentBody, MoveBody, ShiftBody

router = APIRouter(prefix="/shifts")


@router.post("", status_code=201)
async def add_shift(body: ShiftBody, factory: RequestFactory) -> Shift:
    return await factory.shifts().add(body.to_domain())


@router.get("/{shift_id}")
async def get_shift(shift_id: int, factory: RequestFactory) -> Shift:
    return await factory.shifts().get(shift_id)


@router.post("/{shift_id}/assignments", status_code=201)
async def assign(shift_id: int, body: AssignmentBody, factory: RequestFactory) -> Assignment:
    return await factory.roster().assign(body.to_domain(shift_id))


@router.patch("/{shift_id}")
async def move_shift(shift_id: int, body: MoveBody, factory: RequestFactory) -> Shift:
    return await factory.roster().move(shift_id, body.to_domain())
