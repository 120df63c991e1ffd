"""Lending and taking back."""

from dataclasses import dataclass
from typing import Protocol

from app.errors import AlreadyReturnedError, LimitReachedError, NotFoundError, NothingAvailableError
from app.models.loan import Loan, NewLoan
from app.repositories.protocols import IUnitOfWorkFactory

OPEN_LOANS = 3
"""How many a member may have at a time."""


class ILoanService(Protocol):
    async def lend(self, loan: NewLoan) -> Loan: ...
    async def get(self, loan_id: int) -> Loan: ...
    async def of_member(self, member_id: int, status: str | None) -> list[Loan]: ...
    async def take_back(self, loan_id: int) -> Loan: ...


@dataclass(frozen=True, slots=True)
class LoanService:
    unit_of_work: IUnitOfWorkFactory

    async def lend(self, loan: NewLoan) -> Loan:
        """Hand out a copy. Always the member before the tool: who locks in one order does not wait in a circle."""
        async with self.unit_of_work() as work:
            if await work.members.lock(loan.member_id) is None:
                raise NotFoundError("member", loan.member_id)
            tool = await work.tools.lock(loan.tool_id)
            if tool is None:
                raise NotFoundError("tool", loan.tool_id)
            if await work.loans.count_open(loan.member_id) >= OPEN_LOANS:
                raise LimitReachedError(loan.member_id)
            line = await work.reservations.active(loan.tool_id)
            kept = next((r for r in line if r.member_id == loan.member_id and r.status == "ready"), None)
            if kept:
                await work.reservations.set_status(kept.id, "fulfilled")
            elif not tool.available:
                raise NothingAvailableError(tool.id)
            return await work.loans.add(loan)

    async def get(self, loan_id: int) -> Loan:
        async with self.unit_of_work() as work:
            loan = await work.loans.find(loan_id)
        if loan is None:
            raise NotFoundError("loan", loan_id)
        return loan

    async def of_member(self, member_id: int, status: str | None) -> list[Loan]:
        async with self.unit_of_work() as work:
            if await work.members.find(member_id) is None:
                raise NotFoundError("member", member_id)
            return await work.loans.of_member(member_id, status)

    async def take_back(self, loan_id: int) -> Loan:
        tool_id = (await self.get(loan_id)).tool_id
        async with self.unit_of_work() as work:
            await work.tools.lock(tool_id)
            loan = await work.loans.find(loan_id)
            if loan is None:
                raise NotFoundError("loan", loan_id)
            if loan.status != "open":
                raise AlreadyReturnedError(loan_id)
            await work.loans.mark_returned(loan_id)
            await work.reservations.serve_next(tool_id)
        return await self.get(loan_id)
