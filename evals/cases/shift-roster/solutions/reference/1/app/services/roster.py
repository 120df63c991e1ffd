"""The roster: who works when."""

from dataclasses import dataclass
from typing import Protocol

from app.errors import AlreadyAssignedError, NotFoundError, ShiftFullError
from app.models.assignment import Assignment, NewAssignment
from app.repositories.protocols import IUnitOfWorkFactory


class IRosterService(Protocol):
    async def assign(self, wanted: NewAssignment) -> Assignment: ...
    async def get(self, assignment_id: int) -> Assignment: ...
    async def remove(self, assignment_id: int) -> None: ...


@dataclass(frozen=True, slots=True)
class RosterService:
    unit_of_work: IUnitOfWorkFactory

    async def assign(self, wanted: NewAssignment) -> Assignment:
        async with self.unit_of_work() as work:
            shift = await work.shifts.find(wanted.shift_id)
            if shift is None:
                raise NotFoundError("shift", wanted.shift_id)
            if await work.people.find(wanted.person_id) is None:
                raise NotFoundError("person", wanted.person_id)
            if any(one.person_id == wanted.person_id for one in await work.assignments.of_shift(shift.id)):
                raise AlreadyAssignedError(wanted.person_id, shift.id)
            if shift.assigned >= shift.needed:
                raise ShiftFullError(shift.id)
            return await work.assignments.add(wanted)

    async def get(self, assignment_id: int) -> Assignment:
        async with self.unit_of_work() as work:
            assignment = await work.assignments.find(assignment_id)
        if assignment is None:
            raise NotFoundError("assignment", assignment_id)
        return assignment

    async def remove(self, assignment_id: int) -> None:
        async with self.unit_of_work() as work:
            if await work.assignments.find(assignment_id) is None:
                raise NotFoundError("assignment", assignment_id)
            await work.assignments.remove(assignment_id)
