"""Payments in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy import CursorResult, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.payment import Payment
from app.repositories.rows import PaymentRow


@dataclass(frozen=True, slots=True)
class PaymentRepository:
    session: AsyncSession

    async def add(self, payment: Payment) -> None:
        self.session.add(
            PaymentRow(name=payment.name, url=payment.url, order_id=payment.order_id, ended=False)
        )
        await self.session.flush()

    async def find(self, name: str) -> Payment | None:
        row = await self.session.scalar(select(PaymentRow).where(PaymentRow.name == name))
        return None if row is None else Payment(name=row.name, url=row.url, order_id=row.order_id)

    async def end(self, name: str) -> bool:
        """Whether it had not ended before."""
        query = update(PaymentRow).where(PaymentRow.name == name, PaymentRow.ended.is_(False))
        result = await self.session.execute(query.values(ended=True))
        return isinstance(result, CursorResult) and result.rowcount == 1
