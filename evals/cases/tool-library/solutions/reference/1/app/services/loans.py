"""Lending and taking back."""

from dataclasses import dataclass
from typing import Protocol

from app.errors import AlreadyReturnedError, NotFoundError, NothingAvailableError
from app.models.loan import Loan, NewLoan
from app.repositories.protocols import IUnitOfWorkFactory


class ILoanService(Protocol):
    async def lend(self, loan: NewLoan) -> Loan: ...
    async def get(self, loan_id: int) -> Loan: ...
    async def take_back(self, loan_id: int) -> Loan: ...


@dataclass(frozen=True, slots=True)
class LoanService:
    unit_of_work: IUnitOfWorkFactory

    async def lend(self, loan: NewLoan) -> Loan:
        async with self.unit_of_work() as work:
            if await work.members.find(loan.member_id) is None:
                raise NotFoundError("member", loan.member_id)
            tool = await work.tools.find(loan.tool_id)
            if tool is None:
                raise NotFoundError("tool", loan.tool_id)
            if not tool.available:
                raise NothingAvailableError(tool.id)
            return await work.loans.add(loan)

    async def get(self, loan_id: int) -> Loan:
        async with self.unit_of_work() as work:
            loan = await work.loans.find(loan_id)
        if loan is None:
            raise NotFoundError("loan", loan_id)
        return loan

    async def take_back(self, loan_id: int) -> Loan:
        async with self.unit_of_work() as work:
            loan = await work.loans.find(loan_id)
            if loan is None:
                raise NotFoundError("loan", loan_id)
            if loan.status != "open":
                raise AlreadyReturnedError(loan_id)
            await work.loans.mark_returned(loan_id)
        return await self.get(loan_id)
