"""Swapping shifts."""

from dataclasses import dataclass
from typing import Protocol

from app.errors import CannotSwapError, NotFoundError, SwapClosedError, TwoPlacesError
from app.models.assignment import Assignment
from app.models.shift import Span
from app.models.swap import NewSwap, Swap
from app.repositories.protocols import IUnitOfWork, IUnitOfWorkFactory


class ISwapService(Protocol):
    async def ask(self, wanted: NewSwap) -> Swap: ...
    async def get(self, swap_id: int) -> Swap: ...
    async def accept(self, swap_id: int) -> Swap: ...
    async def withdraw(self, swap_id: int) -> Swap: ...


@dataclass(frozen=True, slots=True)
class SwapService:
    unit_of_work: IUnitOfWorkFactory

    async def ask(self, wanted: NewSwap) -> Swap:
        async with self.unit_of_work() as work:
            give, take = await _locked(work, wanted.give, wanted.take)
            if give.person_id == take.person_id or give.shift_id == take.shift_id:
                raise CannotSwapError("a swap is between two people and two shifts")
            if await work.swaps.is_any_open([give.id, take.id]):
                raise CannotSwapError("one of the assignments is part of an open swap")
            return await work.swaps.add(wanted)

    async def get(self, swap_id: int) -> Swap:
        async with self.unit_of_work() as work:
            return await _known(work, swap_id)

    async def accept(self, swap_id: int) -> Swap:
        wanted = await self._open(swap_id)
        async with self.unit_of_work() as work:
            give, take = await _locked(work, wanted.give, wanted.take)
            await _check_open(work, swap_id)
            await work.people.lock([give.person_id, take.person_id])
            await _check(work, give.person_id, gets=take, loses=give)
            await _check(work, take.person_id, gets=give, loses=take)
            await work.assignments.give_to(give.id, take.person_id)
            await work.assignments.give_to(take.id, give.person_id)
            await work.swaps.set_status(swap_id, "accepted")
        return await self.get(swap_id)

    async def withdraw(self, swap_id: int) -> Swap:
        wanted = await self._open(swap_id)
        async with self.unit_of_work() as work:
            await _locked(work, wanted.give, wanted.take)
            await _check_open(work, swap_id)
            await work.swaps.set_status(swap_id, "withdrawn")
        return await self.get(swap_id)

    async def _open(self, swap_id: int) -> Swap:
        """Only an open one can be relied on to have its assignments."""
        async with self.unit_of_work() as work:
            return await _check_open(work, swap_id)


async def _known(work: IUnitOfWork, swap_id: int) -> Swap:
    swap = await work.swaps.find(swap_id)
    if swap is None:
        raise NotFoundError("swap", swap_id)
    return swap


async def _check_open(work: IUnitOfWork, swap_id: int) -> Swap:
    swap = await _known(work, swap_id)
    if swap.status != "open":
        raise SwapClosedError(swap_id)
    return swap


async def _locked(work: IUnitOfWork, give: int, take: int) -> tuple[Assignment, Assignment]:
    """Both assignments, their shifts locked."""
    found = [await work.assignments.find(one) for one in (give, take)]
    await work.shifts.lock(one.shift_id for one in found if one)
    first, second = [await work.assignments.find(one) for one in (give, take)]
    if first is None or second is None:
        raise NotFoundError("assignment", give if first is None else take)
    return first, second


async def _check(work: IUnitOfWork, person_id: int, gets: Assignment, loses: Assignment) -> None:
    if any(one.person_id == person_id for one in await work.assignments.of_shift(gets.shift_id)):
        raise CannotSwapError(f"person {person_id} would be in shift {gets.shift_id} twice")
    shift = await work.shifts.find(gets.shift_id)
    if shift is None:
        raise NotFoundError("shift", gets.shift_id)
    window = Span(shift.starts_at, shift.ends_at).window
    near = await work.shifts.of_person(person_id, window.start, window.end)
    if any(other.id not in {gets.shift_id, loses.shift_id} for other in near):
        raise TwoPlacesError(person_id)
