"""/assignments"""

from fastapi import APIRouter

from app.dependencies import RequestFactory
from app.models.assignment import Assignment

router = APIRouter(prefix="/assignments")


@router.get("/{assignment_id}")
async def get_assignment(assignment_id: int, factory: RequestFactory) -> Assignment:
    return await factory.roster().get(assignment_id)


@router.delete("/{assignment_id}", status_code=204)
async def remove_assignment(assignment_id: int, factory: RequestFactory) -> None:
    await factory.roster().remove(assignment_id)
