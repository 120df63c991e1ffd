"""/members"""

from fastapi import APIRouter

from app.dependencies import RequestFactory
from app.models.member import Member
from app.routes.schemas import MemberBody

router = APIRouter(prefix="/members")


@router.post("", status_code=201)
async def join(body: MemberBody, factory: RequestFactory) -> Member:
    return await factory.members().join(body.to_domain())


@router.get("/{member_id}")
async def get_member(member_id: int, factory: RequestFactory) -> Member:
    return await factory.members().get(member_id)
