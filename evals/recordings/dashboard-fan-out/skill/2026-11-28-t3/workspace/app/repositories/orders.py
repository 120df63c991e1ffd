"""Orders in the database."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.order import Order
from app.repositories.integrity import customer_required
from app.repositories.orm import OrderRow


@dataclass(frozen=True, slots=True)
class OrderRepository:
    session: AsyncSession

    async def add(self, customer_id: int, item: str, total_cents: int) -> Order:
        row = OrderRow(customer_id=customer_id, item=item, total_cents=total_cents)
        self.session.add(row)
        with customer_required(customer_id, "fk_orders_customer_id_customers"):
            await self.session.flush()
        return _to_model(row)

    async def newest(self, customer_id: int, limit: int) -> tuple[Order, ...]:
        query = (
            select(OrderRow)
            .where(OrderRow.customer_id == customer_id)
            .order_by(OrderRow.id.desc())
            .limit(limit)
        )
        return tuple(_to_model(row) for row in await self.session.scalars(query))


def _to_model(row: OrderRow) -> Order:
    return Order(row.id, row.customer_id, row.item, row.total_cents)
