"""Lending and taking back."""

from dataclasses import dataclass, replace
from typing import Protocol

from app.errors import (
    AlreadyReturnedError,
    AppError,
    DepositServiceError,
    KeyReusedError,
    LimitReachedError,
    NotFoundError,
    NothingAvailableError,
    NothingDueError,
)
from app.gateways.protocols import IDepositGateway, ITurns
from app.models.loan import Claim, Loan, NewLoan
from app.repositories.protocols import IUnitOfWork, IUnitOfWorkFactory

OPEN_LOANS = 3
"""How many a member may have at a time."""


class ILoanService(Protocol):
    async def lend(self, loan: NewLoan) -> Loan: ...
    async def get(self, loan_id: int) -> Loan: ...
    async def of_member(self, member_id: int, status: str | None) -> list[Loan]: ...
    async def take_back(self, loan_id: int) -> Loan: ...
    async def release(self, loan_id: int) -> Loan: ...


@dataclass(frozen=True, slots=True)
class LoanService:
    unit_of_work: IUnitOfWorkFactory
    deposits: IDepositGateway
    turns: ITurns

    async def lend(self, loan: NewLoan) -> Loan:
        """Hand out a copy, or repeat the answer to the first request with this key."""
        async with self.turns.of(loan.key):
            if first := await self._first_answer(loan):
                return first
            claim = await self._claim(loan)
            if not claim.deposit_cents:
                return await self._granted(loan, claim.loan)
            # No transaction is open while the other service takes its time.
            try:
                hold = await self.deposits.hold(loan.member_id, claim.deposit_cents)
            except AppError:
                await self._give_up(claim)
                raise
            return await self._granted(loan, replace(claim.loan, status="open", deposit="held"), hold)

    async def get(self, loan_id: int) -> Loan:
        async with self.unit_of_work() as work:
            return await _known(work, loan_id)

    async def of_member(self, member_id: int, status: str | None) -> list[Loan]:
        async with self.unit_of_work() as work:
            if await work.members.find(member_id) is None:
                raise NotFoundError("member", member_id)
            return await work.loans.of_member(member_id, status)

    async def take_back(self, loan_id: int) -> Loan:
        tool_id = (await self.get(loan_id)).tool_id
        async with self.unit_of_work() as work:
            await work.tools.lock(tool_id)
            loan = await _known(work, loan_id)
            if loan.status != "open":
                raise AlreadyReturnedError(loan_id)
            await work.loans.mark_returned(loan_id)
            await work.reservations.serve_next(tool_id)
            if loan.deposit == "held":
                await work.loans.set_deposit(loan_id, "due")
        if loan.deposit == "held":
            await self._give_back(loan_id)
        return await self.get(loan_id)

    async def release(self, loan_id: int) -> Loan:
        if (await self.get(loan_id)).deposit != "due":
            raise NothingDueError(loan_id)
        if not await self._give_back(loan_id):
            raise DepositServiceError
        return await self.get(loan_id)

    async def _first_answer(self, loan: NewLoan) -> Loan | None:
        if loan.key is None:
            return None
        async with self.unit_of_work() as work:
            first = await work.requests.answer_to(loan.key)
        if first and (first.member_id, first.tool_id) != (loan.member_id, loan.tool_id):
            raise KeyReusedError(loan.key)
        return first

    async def _claim(self, loan: NewLoan) -> Claim:
        """Take a copy. Always the member before the tool: who locks in one order does not wait in a circle."""
        async with self.unit_of_work() as work:
            if await work.members.lock(loan.member_id) is None:
                raise NotFoundError("member", loan.member_id)
            tool = await work.tools.lock(loan.tool_id)
            if tool is None:
                raise NotFoundError("tool", loan.tool_id)
            if await work.loans.count_open(loan.member_id) >= OPEN_LOANS:
                raise LimitReachedError(loan.member_id)
            line = await work.reservations.active(loan.tool_id)
            kept = next((r.id for r in line if r.member_id == loan.member_id and r.status == "ready"), None)
            if kept:
                await work.reservations.set_status(kept, "fulfilled")
            elif not tool.available:
                raise NothingAvailableError(tool.id)
            made = await work.loans.add(loan, tool.deposit_cents)
        return Claim(made, tool.deposit_cents, kept)

    async def _granted(self, asked: NewLoan, loan: Loan, hold: str | None = None) -> Loan:
        async with self.unit_of_work() as work:
            if hold:
                await work.loans.open_with(loan.id, hold)
            if asked.key:
                await work.requests.remember(asked.key, loan)
        return loan

    async def _give_up(self, claim: Claim) -> None:
        """The copy goes back to where it came from."""
        tool_id = claim.loan.tool_id
        async with self.unit_of_work() as work:
            await work.tools.lock(tool_id)
            await work.loans.remove(claim.loan.id)
            if claim.reservation_id:
                await work.reservations.set_status(claim.reservation_id, "ready")
            else:
                await work.reservations.serve_next(tool_id)

    async def _give_back(self, loan_id: int) -> bool:
        async with self.unit_of_work() as work:
            hold = await work.loans.hold_of(loan_id)
        if hold is None or not await self.deposits.release(hold):
            return False
        async with self.unit_of_work() as work:
            await work.loans.set_deposit(loan_id, "released")
        return True


async def _known(work: IUnitOfWork, loan_id: int) -> Loan:
    loan = await work.loans.find(loan_id)
    if loan is None:
        raise NotFoundError("loan", loan_id)
    return loan
