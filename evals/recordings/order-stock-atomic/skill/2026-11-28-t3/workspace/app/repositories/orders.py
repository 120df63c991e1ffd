"""Orders in the tables `orders` and `order_lines`."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app.models.order import Order, OrderLine
from app.repositories.orm import OrderLineRow, OrderRow

LARGEST_ID = 2**63 - 1  # of a bigint; the driver refuses to ask for a larger one


@dataclass(frozen=True, slots=True)
class OrderRepository:
    session: AsyncSession

    async def add(self, customer: str, lines: tuple[OrderLine, ...]) -> Order:
        row = _to_row(customer, lines)
        self.session.add(row)
        await self.session.flush()
        return _to_model(row)

    async def find(self, order_id: int) -> Order | None:
        if not 0 < order_id <= LARGEST_ID:
            return None
        query = select(OrderRow).where(OrderRow.id == order_id).options(selectinload(OrderRow.lines))
        row = await self.session.scalar(query)
        return _to_model(row) if row else None

    async def of_customer(self, customer: str) -> tuple[Order, ...]:
        query = (
            select(OrderRow)
            .where(OrderRow.customer == customer)
            .order_by(OrderRow.id)
            .options(selectinload(OrderRow.lines))
        )
        return tuple(_to_model(row) for row in await self.session.scalars(query))


def _to_row(customer: str, lines: tuple[OrderLine, ...]) -> OrderRow:
    return OrderRow(
        customer=customer,
        lines=[
            OrderLineRow(position=position, sku=line.sku, quantity=line.quantity)
            for position, line in enumerate(lines)
        ],
    )


def _to_model(row: OrderRow) -> Order:
    lines = tuple(OrderLine(sku=line.sku, quantity=line.quantity) for line in row.lines)
    return Order(id=row.id, customer=row.customer, lines=lines)
