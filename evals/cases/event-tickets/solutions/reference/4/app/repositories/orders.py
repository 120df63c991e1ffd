"""Orders in PostgreSQL."""

from dataclasses import dataclass
from datetime import UTC, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.order import NewOrder, Order
from app.repositories.rows import OrderRow
from app.repositories.standing import NOW, STATUS


def to_order(row: OrderRow, status: str) -> Order:
    return Order(
        id=row.id,
        event_id=row.event_id,
        buyer=row.buyer,
        quantity=row.quantity,
        total_cents=row.total_cents,
        status=status,
        code=row.code,
        expires_at=row.expires_at.astimezone(UTC),
        payment_url=row.payment_url,
    )


@dataclass(frozen=True, slots=True)
class OrderRepository:
    session: AsyncSession

    async def add(self, order: NewOrder, total_cents: int, hold_seconds: int) -> Order:
        row = OrderRow(
            event_id=order.event_id,
            buyer=order.buyer,
            quantity=order.quantity,
            total_cents=total_cents,
            status="held",
            code=order.code,
            expires_at=NOW + timedelta(seconds=hold_seconds),
        )
        self.session.add(row)
        await self.session.flush()
        await self.session.refresh(row)
        return to_order(row, "held")

    async def find(self, order_id: int) -> Order | None:
        query = select(OrderRow, STATUS).where(OrderRow.id == order_id)
        found = (await self.session.execute(query.execution_options(populate_existing=True))).first()
        return None if found is None else to_order(*found)

    async def set_status(self, order_id: int, status: str) -> None:
        await self._set(order_id, status=status)

    async def start_paying(self, order_id: int, url: str) -> None:
        await self._set(order_id, status="paying", payment_url=url)

    async def hold_again(self, order_id: int, seconds: int) -> None:
        until = NOW + timedelta(seconds=seconds)
        await self._set(order_id, status="held", payment_url=None, expires_at=until)

    async def _set(self, order_id: int, **values: object) -> None:
        await self.session.execute(update(OrderRow).where(OrderRow.id == order_id).values(**values))
