from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import get_session
from app.repositories.members import MemberRepository
from app.services.members import MemberService


# Without this scope FastAPI runs what follows the `yield`, and so the commit, after the response was sent.
SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]


def get_member_service(session: SessionDep) -> MemberService:
    return MemberService(MemberRepository(session))


MemberServiceDep = Annotated[MemberService, Depends(get_member_service)]
