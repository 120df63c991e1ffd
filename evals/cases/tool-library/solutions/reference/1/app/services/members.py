"""Members."""

from dataclasses import dataclass
from typing import Protocol

from app.errors import NotFoundError
from app.models.member import Member, NewMember
from app.repositories.protocols import IUnitOfWorkFactory


class IMemberService(Protocol):
    async def join(self, member: NewMember) -> Member: ...
    async def get(self, member_id: int) -> Member: ...


@dataclass(frozen=True, slots=True)
class MemberService:
    unit_of_work: IUnitOfWorkFactory

    async def join(self, member: NewMember) -> Member:
        async with self.unit_of_work() as work:
            return await work.members.add(member)

    async def get(self, member_id: int) -> Member:
        async with self.unit_of_work() as work:
            member = await work.members.find(member_id)
        if member is None:
            raise NotFoundError("member", member_id)
        return member
