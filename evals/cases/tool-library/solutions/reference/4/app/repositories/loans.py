"""Loans in PostgreSQL. A loan is `pending`, and shown to nobody, until its deposit is held; it counts all the same."""

from dataclasses import dataclass

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.loan import Loan, NewLoan
from app.repositories.rows import LoanRow

COUNTED = ("pending", "open")


def to_loan(row: LoanRow) -> Loan:
    return Loan(
        id=row.id, member_id=row.member_id, tool_id=row.tool_id, status=row.status, deposit=row.deposit
    )


@dataclass(frozen=True, slots=True)
class LoanRepository:
    session: AsyncSession

    async def add(self, loan: NewLoan, deposit_cents: int) -> Loan:
        row = LoanRow(
            member_id=loan.member_id,
            tool_id=loan.tool_id,
            status="pending" if deposit_cents else "open",
            deposit="none",
            deposit_cents=deposit_cents,
        )
        self.session.add(row)
        await self.session.flush()
        return to_loan(row)

    async def find(self, loan_id: int) -> Loan | None:
        query = (
            select(LoanRow)
            .where(LoanRow.id == loan_id, LoanRow.status != "pending")
            .execution_options(populate_existing=True)
        )
        row = await self.session.scalar(query)
        return None if row is None else to_loan(row)

    async def hold_of(self, loan_id: int) -> str | None:
        return await self.session.scalar(select(LoanRow.hold).where(LoanRow.id == loan_id))

    async def of_member(self, member_id: int, status: str | None) -> list[Loan]:
        query = (
            select(LoanRow)
            .where(LoanRow.member_id == member_id, LoanRow.status != "pending")
            .order_by(LoanRow.id)
        )
        if status is not None:
            query = query.where(LoanRow.status == status)
        return [to_loan(row) for row in await self.session.scalars(query)]

    async def count_open(self, member_id: int) -> int:
        query = select(func.count()).where(LoanRow.member_id == member_id, LoanRow.status.in_(COUNTED))
        return await self.session.scalar(query) or 0

    async def has_open(self, member_id: int, tool_id: int) -> bool:
        query = select(func.count()).where(
            LoanRow.member_id == member_id, LoanRow.tool_id == tool_id, LoanRow.status.in_(COUNTED)
        )
        return bool(await self.session.scalar(query))

    async def open_with(self, loan_id: int, hold: str) -> None:
        await self._set(loan_id, status="open", deposit="held", hold=hold)

    async def remove(self, loan_id: int) -> None:
        await self.session.execute(delete(LoanRow).where(LoanRow.id == loan_id))

    async def mark_returned(self, loan_id: int) -> None:
        await self._set(loan_id, status="returned")

    async def set_deposit(self, loan_id: int, deposit: str) -> None:
        await self._set(loan_id, deposit=deposit)

    async def _set(self, loan_id: int, **values: str) -> None:
        await self.session.execute(update(LoanRow).where(LoanRow.id == loan_id).values(**values))
