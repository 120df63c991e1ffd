"""Requests that were granted, by the key the client gave them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.loan import Loan
from app.repositories.rows import RequestRow


@dataclass(frozen=True, slots=True)
class RequestRepository:
    session: AsyncSession

    async def answer_to(self, key: str) -> Loan | None:
        """The loan as it was first answered."""
        row = await self.session.scalar(select(RequestRow).where(RequestRow.key == key))
        if row is None:
            return None
        return Loan(row.loan_id, row.member_id, row.tool_id, row.status, row.deposit)

    async def remember(self, key: str, loan: Loan) -> None:
        self.session.add(
            RequestRow(
                key=key,
                loan_id=loan.id,
                member_id=loan.member_id,
                tool_id=loan.tool_id,
                status=loan.status,
                deposit=loan.deposit,
            )
        )
