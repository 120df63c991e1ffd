import uuid

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models import Card, Member


class MemberRepository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    def add(self, member: Member) -> None:
        self.session.add(member)

    def add_card(self, card: Card) -> None:
        self.session.add(card)

    async def by_email(self, email: str) -> Member | None:
        return await self.session.scalar(select(Member).where(Member.email == email))

    async def card_by_number(self, number: str) -> Card | None:
        return await self.session.scalar(select(Card).where(Card.number == number))

    async def get(self, member_id: uuid.UUID) -> Member | None:
        return await self.session.get(Member, member_id)

    async def list_members(self) -> list[Member]:
        return list(await self.session.scalars(select(Member).order_by(Member.joined_at, Member.id)))

    async def cards(self, member_id: uuid.UUID) -> list[Card]:
        query = select(Card).where(Card.member_id == member_id).order_by(Card.number)
        return list(await self.session.scalars(query))
