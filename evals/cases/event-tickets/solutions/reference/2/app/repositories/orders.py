"""Orders in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.order import NewOrder, Order
from app.repositories.rows import OrderRow


def to_order(row: OrderRow) -> Order:
    return Order(
        id=row.id,
        event_id=row.event_id,
        buyer=row.buyer,
        quantity=row.quantity,
        total_cents=row.total_cents,
        status=row.status,
        code=row.code,
    )


@dataclass(frozen=True, slots=True)
class OrderRepository:
    session: AsyncSession

    async def add(self, order: NewOrder, total_cents: int) -> Order:
        row = OrderRow(
            event_id=order.event_id,
            buyer=order.buyer,
            quantity=order.quantity,
            total_cents=total_cents,
            status="placed",
            code=order.code,
        )
        self.session.add(row)
        await self.session.flush()
        return to_order(row)

    async def find(self, order_id: int) -> Order | None:
        row = await self.session.get(OrderRow, order_id, populate_existing=True)
        return None if row is None else to_order(row)

    async def set_status(self, order_id: int, status: str) -> None:
        await self.session.execute(update(OrderRow).where(OrderRow.id == order_id).values(status=status))
