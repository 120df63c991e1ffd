"""Members in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import EmailTakenError
from app.models.member import Member, NewMember
from app.repositories.rows import MemberRow


def to_member(row: MemberRow) -> Member:
    return Member(id=row.id, name=row.name, email=row.email)


@dataclass(frozen=True, slots=True)
class MemberRepository:
    session: AsyncSession

    async def add(self, member: NewMember) -> Member:
        row = MemberRow(name=member.name, email=member.email)
        self.session.add(row)
        try:
            await self.session.flush()
        except IntegrityError as error:
            raise EmailTakenError(member.email) from error
        return to_member(row)

    async def find(self, member_id: int) -> Member | None:
        row = await self.session.get(MemberRow, member_id)
        return None if row is None else to_member(row)
