"""Loans in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.loan import Loan, NewLoan
from app.repositories.rows import LoanRow


def to_loan(row: LoanRow) -> Loan:
    return Loan(id=row.id, member_id=row.member_id, tool_id=row.tool_id, status=row.status)


@dataclass(frozen=True, slots=True)
class LoanRepository:
    session: AsyncSession

    async def add(self, loan: NewLoan) -> Loan:
        row = LoanRow(member_id=loan.member_id, tool_id=loan.tool_id, status="open")
        self.session.add(row)
        await self.session.flush()
        return to_loan(row)

    async def find(self, loan_id: int) -> Loan | None:
        query = select(LoanRow).where(LoanRow.id == loan_id).execution_options(populate_existing=True)
        row = await self.session.scalar(query)
        return None if row is None else to_loan(row)

    async def mark_returned(self, loan_id: int) -> None:
        await self.session.execute(update(LoanRow).where(LoanRow.id == loan_id).values(status="returned"))
