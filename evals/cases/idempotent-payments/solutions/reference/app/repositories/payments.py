"""Payments in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.payment import NewPayment, Payment
from app.repositories.rows import PaymentRow


def to_payment(row: PaymentRow) -> Payment:
    return Payment(
        id=row.id, account=row.account, amount_cents=row.amount_cents, status=row.status, charge=row.charge
    )


@dataclass(frozen=True, slots=True)
class PaymentRepository:
    session: AsyncSession

    async def add(self, payment: NewPayment, charge: str | None) -> Payment:
        row = PaymentRow(
            key=payment.key,
            account=payment.account,
            amount_cents=payment.amount_cents,
            status="declined" if charge is None else "charged",
            charge=charge,
        )
        self.session.add(row)
        await self.session.flush()
        return to_payment(row)

    async def find(self, payment_id: int) -> Payment | None:
        row = await self.session.get(PaymentRow, payment_id)
        return None if row is None else to_payment(row)

    async def by_key(self, key: str) -> Payment | None:
        row = await self.session.scalar(select(PaymentRow).where(PaymentRow.key == key))
        return None if row is None else to_payment(row)

    async def of_account(self, account: str) -> list[Payment]:
        query = select(PaymentRow).where(PaymentRow.account == account).order_by(PaymentRow.id)
        return [to_payment(row) for row in await self.session.scalars(query)]
