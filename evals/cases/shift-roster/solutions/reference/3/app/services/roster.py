"""The roster: who works when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.errors import AlreadyAssignedError, InvalidError, NotFoundError, ShiftFullError, TwoPlacesError
from app.models.assignment import Assignment, NewAssignment
from app.models.shift import Move, Shift, Span, span
from app.repositories.protocols import IUnitOfWork, IUnitOfWorkFactory


class IRosterService(Protocol):
    async def assign(self, wanted: NewAssignment) -> Assignment: ...
    async def move(self, shift_id: int, wanted: Move) -> Shift: ...
    async def of_person(
        self, person_id: int, start: datetime | None, end: datetime | None
    ) -> list[Shift]: ...
    async def get(self, assignment_id: int) -> Assignment: ...
    async def remove(self, assignment_id: int) -> None: ...


@dataclass(frozen=True, slots=True)
class RosterService:
    """Every change of who works when."""

    unit_of_work: IUnitOfWorkFactory

    async def assign(self, wanted: NewAssignment) -> Assignment:
        async with self.unit_of_work() as work:
            await work.shifts.lock([wanted.shift_id])
            shift = await _known_shift(work, wanted.shift_id)
            if await work.people.find(wanted.person_id) is None:
                raise NotFoundError("person", wanted.person_id)
            if any(one.person_id == wanted.person_id for one in await work.assignments.of_shift(shift.id)):
                raise AlreadyAssignedError(wanted.person_id, shift.id)
            if shift.assigned >= shift.needed:
                raise ShiftFullError(shift.id)
            await work.people.lock([wanted.person_id])
            await _check_places(work, wanted.person_id, Span(shift.starts_at, shift.ends_at), [shift.id])
            return await work.assignments.add(wanted)

    async def move(self, shift_id: int, wanted: Move) -> Shift:
        async with self.unit_of_work() as work:
            await work.shifts.lock([shift_id])
            shift = await _known_shift(work, shift_id)
            times = span(wanted.start or shift.starts_at, wanted.end or shift.ends_at)
            if times.is_backwards:
                raise InvalidError("a shift ends after it starts")
            people = [one.person_id for one in await work.assignments.of_shift(shift_id)]
            await work.people.lock(people)
            for person_id in people:
                await _check_places(work, person_id, times, [shift_id])
            await work.shifts.move(shift_id, times)
            return await _known_shift(work, shift_id)

    async def of_person(self, person_id: int, start: datetime | None, end: datetime | None) -> list[Shift]:
        async with self.unit_of_work() as work:
            if await work.people.find(person_id) is None:
                raise NotFoundError("person", person_id)
            return await work.shifts.of_person(person_id, start, end)

    async def get(self, assignment_id: int) -> Assignment:
        async with self.unit_of_work() as work:
            assignment = await work.assignments.find(assignment_id)
        if assignment is None:
            raise NotFoundError("assignment", assignment_id)
        return assignment

    async def remove(self, assignment_id: int) -> None:
        shift_id = (await self.get(assignment_id)).shift_id
        async with self.unit_of_work() as work:
            await work.shifts.lock([shift_id])
            if await work.assignments.find(assignment_id) is None:
                raise NotFoundError("assignment", assignment_id)
            await work.swaps.withdraw_of(assignment_id)
            await work.assignments.remove(assignment_id)


async def _known_shift(work: IUnitOfWork, shift_id: int) -> Shift:
    shift = await work.shifts.find(shift_id)
    if shift is None:
        raise NotFoundError("shift", shift_id)
    return shift


async def _check_places(work: IUnitOfWork, person_id: int, times: Span, without: list[int]) -> None:
    """Whether the person, who is locked, can work at these times, not counting some shifts."""
    near = await work.shifts.of_person(person_id, times.window.start, times.window.end)
    if any(shift.id not in without for shift in near):
        raise TwoPlacesError(person_id)
