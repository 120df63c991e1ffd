"""People in PostgreSQL."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.person import NewPerson, Person
from app.repositories.rows import PersonRow


def to_person(row: PersonRow) -> Person:
    return Person(id=row.id, name=row.name, hourly_cents=row.hourly_cents)


@dataclass(frozen=True, slots=True)
class PersonRepository:
    session: AsyncSession

    async def add(self, person: NewPerson) -> Person:
        row = PersonRow(name=person.name, hourly_cents=person.hourly_cents)
        self.session.add(row)
        await self.session.flush()
        return to_person(row)

    async def find(self, person_id: int) -> Person | None:
        row = await self.session.get(PersonRow, person_id)
        return None if row is None else to_person(row)

    async def lock(self, person_ids: Iterable[int]) -> None:
        """Nobody else changes when these people work, until the unit of work ends."""
        query = select(PersonRow.id).where(PersonRow.id.in_(set(person_ids))).order_by(PersonRow.id)
        await self.session.execute(query.with_for_update())
