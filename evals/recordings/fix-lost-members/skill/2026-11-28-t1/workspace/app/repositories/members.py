import uuid
from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import ConflictError
from app.models import Card, Member

# The unique constraints as PostgreSQL and SQLite name them in their errors.
EMAIL_UNIQUE = ("members_email_key", "members.email")
NUMBER_UNIQUE = ("cards_number_key", "cards.number")
DEADLOCK = "40P01"


@contextmanager
def _unique(constraint: tuple[str, ...], message: str) -> Generator[None, None, None]:
    try:
        yield
    except DBAPIError as error:
        taken = isinstance(error, IntegrityError) and any(name in str(error.orig) for name in constraint)
        # Two members who swap their values at once wait for each other until PostgreSQL ends one of them.
        swapped = getattr(error.orig, "sqlstate", None) == DEADLOCK
        if taken or swapped:
            raise ConflictError(message) from error
        raise


class MemberRepository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, member: Member) -> None:
        self.session.add(member)
        with _unique(EMAIL_UNIQUE, f"e-mail address {member.email} is taken"):
            await self.session.flush()

    async def update(self, member_id: uuid.UUID, email: str, name: str) -> Member | None:
        # One statement that writes both columns: two of them at once do not mix their values.
        query = update(Member).where(Member.id == member_id).values(email=email, name=name).returning(Member)
        with _unique(EMAIL_UNIQUE, f"e-mail address {email} is taken"):
            return await self.session.scalar(query)

    async def add_card(self, card: Card) -> None:
        self.session.add(card)
        with _unique(NUMBER_UNIQUE, f"card number {card.number} is taken"):
            await self.session.flush()

    async def get(self, member_id: uuid.UUID) -> Member | None:
        return await self.session.get(Member, member_id)

    async def list_members(self) -> list[Member]:
        return list(await self.session.scalars(select(Member).order_by(Member.joined_at, Member.id)))

    async def cards(self, member_id: uuid.UUID) -> list[Card]:
        query = select(Card).where(Card.member_id == member_id).order_by(Card.number)
        return list(await self.session.scalars(query))
