from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import get_session
from app.repositories.members import MemberRepository
from app.services.members import MemberService


def get_member_service(session: Annotated[AsyncSession, Depends(get_session)]) -> MemberService:
    return MemberService(MemberRepository(session))


MemberServiceDep = Annotated[MemberService, Depends(get_member_service)]
