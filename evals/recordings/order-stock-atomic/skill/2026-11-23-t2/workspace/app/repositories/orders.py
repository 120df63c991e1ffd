from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app.models.orders import Order, OrderLine, PlaceOrderInput
from app.repositories.orm.orders import OrderLineRow, OrderRow

_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class OrderRepository:
    session: AsyncSession

    async def add(self, wish: PlaceOrderInput) -> Order:
        row = _to_row(wish)
        self.session.add(row)
        await self.session.flush()
        return _to_model(row)

    async def find(self, order_id: int) -> Order | None:
        if not 0 < order_id <= _LARGEST_ID:  # PostgreSQL refuses to compare what no bigint can hold
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


def _to_row(wish: PlaceOrderInput) -> OrderRow:
    return OrderRow(
        customer=wish.customer,
        lines=[
            OrderLineRow(position=position, sku=line.sku, quantity=line.quantity)
            for position, line in enumerate(wish.lines)
        ],
    )


def _to_model(row: OrderRow) -> Order:
    return Order(
        id=row.id,
        customer=row.customer,
        lines=tuple(OrderLine(line.sku, line.quantity) for line in row.lines),
    )
