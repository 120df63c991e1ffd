"""Orders and stock movements in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app.models.order import Movement, NewOrder, Order, OrderLine
from app.repositories.rows import MovementRow, OrderLineRow, OrderRow


def to_order(row: OrderRow) -> Order:
    lines = tuple(OrderLine(sku=line.sku, quantity=line.quantity) for line in row.lines)
    return Order(id=row.id, customer=row.customer, lines=lines)


@dataclass(frozen=True, slots=True)
class OrderRepository:
    session: AsyncSession

    async def add(self, order: NewOrder) -> Order:
        lines = [OrderLineRow(sku=line.sku, quantity=line.quantity) for line in order.lines]
        row = OrderRow(customer=order.customer, lines=lines)
        self.session.add(row)
        await self.session.flush()
        self.session.add_all(
            MovementRow(order_id=row.id, sku=line.sku, change=-line.quantity) for line in order.lines
        )
        await self.session.flush()
        return Order(id=row.id, customer=order.customer, lines=order.lines)

    async def find(self, order_id: int) -> Order | None:
        row = await self.session.get(OrderRow, order_id, options=[selectinload(OrderRow.lines)])
        return None if row is None else to_order(row)

    async def of_customer(self, customer: str) -> list[Order]:
        query = (
            select(OrderRow)
            .where(OrderRow.customer == customer)
            .order_by(OrderRow.id)
            .options(selectinload(OrderRow.lines))
        )
        return [to_order(row) for row in await self.session.scalars(query)]

    async def largest(self) -> OrderRow | None:
        pieces = func.sum(OrderLineRow.quantity)
        query = select(OrderRow).join(OrderRow.lines).group_by(OrderRow.id).order_by(pieces.desc()).limit(1)
        return await self.session.scalar(query)

    async def movements_of(self, sku: str) -> list[Movement]:
        query = select(MovementRow).where(MovementRow.sku == sku).order_by(MovementRow.id)
        return [
            Movement(order_id=row.order_id, change=row.change) for row in await self.session.scalars(query)
        ]
