import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from sqlalchemy import Select, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import ConflictError
from app.models import Card, Member


class MemberRepository:
    """The writing methods send their statement at once and raise ConflictError when a unique value is taken.

    Nothing is stored before commit().
    """

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, member: Member) -> None:
        async with self._conflict_if(_email_taken(member.email, member.id), f"e-mail address {member.email} is taken"):
            self.session.add(member)
            await self.session.flush()

    async def update(self, member_id: uuid.UUID, email: str, name: str) -> bool:
        """False when there is no such member (any more)."""
        # A statement of its own and not a changed object: that would write only the columns that differ from what
        # this request has read, and so mix with a change that another request makes in between.
        query = update(Member).where(Member.id == member_id).values(email=email, name=name)
        async with self._conflict_if(_email_taken(email, member_id), f"e-mail address {email} is taken"):
            result = await self.session.execute(query)
        return result.rowcount > 0

    async def add_card(self, card: Card) -> None:
        taken = select(Card.id).where(Card.number == card.number)
        async with self._conflict_if(taken, f"card number {card.number} is taken"):
            self.session.add(card)
            await self.session.flush()

    async def commit(self) -> None:
        await self.session.commit()

    async def get(self, member_id: uuid.UUID) -> Member | None:
        return await self.session.get(Member, member_id)

    async def list_members(self) -> list[Member]:
        return list(await self.session.scalars(select(Member).order_by(Member.joined_at, Member.id)))

    async def cards(self, member_id: uuid.UUID) -> list[Card]:
        query = select(Card).where(Card.member_id == member_id).order_by(Card.number)
        return list(await self.session.scalars(query))

    @asynccontextmanager
    async def _conflict_if(self, taken: Select[tuple[uuid.UUID]], message: str) -> AsyncGenerator[None, None]:
        """ConflictError when `taken` finds a row, before the block or after the database has refused its statement.

        The look before spares the database statements that cannot succeed (two members who ask for each other's
        address could deadlock). The unique constraint decides between simultaneous requests; the look after tells a
        taken value from any other violation, whatever the database driver calls it.
        """
        if await self.session.scalar(taken) is not None:
            raise ConflictError(message)
        try:
            yield
        except IntegrityError as error:
            await self.session.rollback()
            if await self.session.scalar(taken) is None:
                raise
            raise ConflictError(message) from error


def _email_taken(email: str, member_id: uuid.UUID) -> Select[tuple[uuid.UUID]]:
    return select(Member.id).where(Member.email == email, Member.id != member_id)
