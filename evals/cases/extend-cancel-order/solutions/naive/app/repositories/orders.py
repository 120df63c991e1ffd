"""Orders and stock movements in PostgreSQL."""

from dataclasses import dataclass, replace

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app.models.order import Movement, NewOrder, Order, OrderLine, OrderStatus
from app.repositories.rows import MovementRow, OrderLineRow, OrderRow


def to_order(row: OrderRow) -> Order:
    lines = tuple(OrderLine(sku=line.sku, quantity=line.quantity) for line in row.lines)
    return Order(id=row.id, customer=row.customer, status=OrderStatus(row.status), lines=lines)


@dataclass(frozen=True, slots=True)
class OrderRepository:
    session: AsyncSession

    async def add(self, order: NewOrder) -> Order:
        lines = [OrderLineRow(sku=line.sku, quantity=line.quantity) for line in order.lines]
        row = OrderRow(customer=order.customer, status=OrderStatus.PLACED, lines=lines)
        self.session.add(row)
        await self.session.flush()
        self.session.add_all(
            MovementRow(order_id=row.id, sku=line.sku, change=-line.quantity) for line in order.lines
        )
        await self.session.flush()
        return Order(id=row.id, customer=order.customer, status=OrderStatus.PLACED, lines=order.lines)

    async def find(self, order_id: int) -> Order | None:
        row = await self.session.get(OrderRow, order_id, options=[selectinload(OrderRow.lines)])
        return None if row is None else to_order(row)

    async def cancel(self, order: Order) -> Order:
        self.session.add_all(
            MovementRow(order_id=order.id, sku=line.sku, change=line.quantity) for line in order.lines
        )
        cancelled = update(OrderRow).where(OrderRow.id == order.id).values(status=OrderStatus.CANCELLED)
        await self.session.execute(cancelled)
        return replace(order, status=OrderStatus.CANCELLED)

    async def of_customer(self, customer: str, status: OrderStatus | None) -> list[Order]:
        query = (
            select(OrderRow)
            .where(OrderRow.customer == customer)
            .order_by(OrderRow.id)
            .options(selectinload(OrderRow.lines))
        )
        if status is not None:
            query = query.where(OrderRow.status == status)
        return [to_order(row) for row in await self.session.scalars(query)]

    async def movements_of(self, sku: str) -> list[Movement]:
        query = select(MovementRow).where(MovementRow.sku == sku).order_by(MovementRow.id)
        return [
            Movement(order_id=row.order_id, change=row.change) for row in await self.session.scalars(query)
        ]
