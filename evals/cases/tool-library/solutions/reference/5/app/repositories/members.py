"""Members in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import EmailTakenError
from app.models.member import Member, NewMember, Plan
from app.repositories.rows import MemberRow


def to_member(row: MemberRow) -> Member:
    return Member(id=row.id, name=row.name, email=row.email, plan=Plan(row.plan))


@dataclass(frozen=True, slots=True)
class MemberRepository:
    session: AsyncSession

    async def add(self, member: NewMember) -> Member:
        row = MemberRow(name=member.name, email=member.email, plan=member.plan)
        self.session.add(row)
        try:
            await self.session.flush()
        except IntegrityError as error:
            raise EmailTakenError(member.email) from error
        return to_member(row)

    async def lock(self, member_id: int) -> Member | None:
        """The member; nobody else changes what belongs to it until the unit of work ends."""
        row = await self.session.get(MemberRow, member_id, with_for_update=True, populate_existing=True)
        return None if row is None else to_member(row)

    async def find(self, member_id: int) -> Member | None:
        row = await self.session.get(MemberRow, member_id)
        return None if row is None else to_member(row)

    async def set_plan(self, member_id: int, plan: Plan) -> None:
        await self.session.execute(update(MemberRow).where(MemberRow.id == member_id).values(plan=plan))
