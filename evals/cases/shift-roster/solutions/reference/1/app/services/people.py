"""People."""

from dataclasses import dataclass
from typing import Protocol

from app.errors import NotFoundError
from app.models.person import NewPerson, Person
from app.repositories.protocols import IUnitOfWorkFactory


class IPersonService(Protocol):
    async def add(self, person: NewPerson) -> Person: ...
    async def get(self, person_id: int) -> Person: ...


@dataclass(frozen=True, slots=True)
class PersonService:
    unit_of_work: IUnitOfWorkFactory

    async def add(self, person: NewPerson) -> Person:
        async with self.unit_of_work() as work:
            return await work.people.add(person)

    async def get(self, person_id: int) -> Person:
        async with self.unit_of_work() as work:
            person = await work.people.find(person_id)
        if person is None:
            raise NotFoundError("person", person_id)
        return person
