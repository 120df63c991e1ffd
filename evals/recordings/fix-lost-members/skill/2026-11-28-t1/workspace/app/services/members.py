import uuid

from app.errors import NotFoundError
from app.models import Card, Member, now
from app.repositories.members import MemberRepository
from app.schemas import CardCreate, MemberCreate


class MemberService:
    def __init__(self, members: MemberRepository) -> None:
        self.members = members

    async def join(self, data: MemberCreate) -> Member:
        member = Member(id=uuid.uuid4(), email=data.email.lower(), name=data.name, joined_at=now())
        await self.members.add(member)
        return member

    async def get(self, member_id: uuid.UUID) -> Member:
        member = await self.members.get(member_id)
        if member is None:
            raise NotFoundError(f"member {member_id} does not exist")
        return member

    async def list_members(self) -> list[Member]:
        return await self.members.list_members()

    async def rename(self, member_id: uuid.UUID, data: MemberCreate) -> Member:
        member = await self.members.update(member_id, email=data.email.lower(), name=data.name)
        if member is None:
            raise NotFoundError(f"member {member_id} does not exist")
        return member

    async def add_card(self, member_id: uuid.UUID, data: CardCreate) -> Card:
        await self.get(member_id)
        card = Card(id=uuid.uuid4(), member_id=member_id, number=data.number)
        await self.members.add_card(card)
        return card

    async def cards(self, member_id: uuid.UUID) -> list[Card]:
        await self.get(member_id)
        return await self.members.cards(member_id)
