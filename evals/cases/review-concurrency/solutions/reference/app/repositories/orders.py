"""Orders in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.shop import Order
from app.repositories.rows import OrderRow


def to_order(row: OrderRow) -> Order:
    return Order(id=row.id, customer_id=row.customer_id, item=row.item, total_cents=row.total_cents)


@dataclass(frozen=True, slots=True)
class OrderRepository:
    session: AsyncSession

    async def add(self, customer_id: int, item: str, total_cents: int) -> Order:
        row = OrderRow(customer_id=customer_id, item=item, total_cents=total_cents)
        self.session.add(row)
        await self.session.flush()
        return to_order(row)

    async def newest(self, customer_id: int, limit: int) -> list[Order]:
        query = (
            select(OrderRow)
            .where(OrderRow.customer_id == customer_id)
            .order_by(OrderRow.id.desc())
            .limit(limit)
        )
        return [to_order(row) for row in await self.session.scalars(query)]
