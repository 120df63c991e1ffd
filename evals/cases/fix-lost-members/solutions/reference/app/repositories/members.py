import uuid

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import ConflictError
from app.models import Card, Member


class MemberRepository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def commit(self) -> None:
        """Store what was added and changed; raises ConflictError if an address or number is taken."""
        try:
            await self.session.commit()
        except IntegrityError as error:
            raise ConflictError("that e-mail address or card number is taken") from error

    def add(self, member: Member) -> None:
        self.session.add(member)

    def add_card(self, card: Card) -> None:
        self.session.add(card)

    async def get(self, member_id: uuid.UUID) -> Member | None:
        return await self.session.get(Member, member_id)

    async def list_members(self) -> list[Member]:
        return list(await self.session.scalars(select(Member).order_by(Member.joined_at, Member.id)))

    async def cards(self, member_id: uuid.UUID) -> list[Card]:
        query = select(Card).where(Card.member_id == member_id).order_by(Card.number)
        return list(await self.session.scalars(query))
