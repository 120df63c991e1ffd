"""/members"""

from typing import Literal

from fastapi import APIRouter

from app.dependencies import RequestFactory
from app.models.loan import Loan
from app.models.member import Member
from app.routes.schemas import MemberBody

router = APIRouter(prefix="/members")


@router.post("", status_code=201)
async def join(body: MemberBody, factory: RequestFactory) -> Member:
    return await factory.members().join(body.to_domain())


@router.get("/{member_id}")
async def get_member(member_id: int, factory: RequestFactory) -> Member:
    return await factory.members().get(member_id)


@router.get("/{member_id}/loans")
async def list_loans(
    member_id: int, factory: RequestFactory, status: Literal["open", "returned"] | None = None
) -> list[Loan]:
    return await factory.loans().of_member(member_id, status)
