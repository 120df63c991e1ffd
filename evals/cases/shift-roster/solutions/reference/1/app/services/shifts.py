"""Shifts."""

from dataclasses import dataclass
from typing import Protocol

from app.errors import InvalidError, NotFoundError
from app.models.shift import NewShift, Shift
from app.repositories.protocols import IUnitOfWorkFactory


class IShiftService(Protocol):
    async def add(self, shift: NewShift) -> Shift: ...
    async def get(self, shift_id: int) -> Shift: ...


@dataclass(frozen=True, slots=True)
class ShiftService:
    unit_of_work: IUnitOfWorkFactory

    async def add(self, shift: NewShift) -> Shift:
        if shift.times.is_backwards:
            raise InvalidError("a shift ends after it starts")
        async with self.unit_of_work() as work:
            return await work.shifts.add(shift)

    async def get(self, shift_id: int) -> Shift:
        async with self.unit_of_work() as work:
            shift = await work.shifts.find(shift_id)
        if shift is None:
            raise NotFoundError("shift", shift_id)
        return shift
