from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from app.models.shop import Order
from app.repositories.known_customer import known_customer
from app.repositories.orm.shop import OrderRow


@dataclass(frozen=True, slots=True)
class OrderRepository:
    session: AsyncSession

    async def add(self, customer_id: int, item: str, total_cents: int) -> Order:
        row = OrderRow(customer_id=customer_id, item=item, total_cents=total_cents)
        self.session.add(row)
        with known_customer("fk_orders_customer_id_customers"):
            await self.session.flush()
        return to_order(row)


def to_order(row: OrderRow) -> Order:
    return Order(row.id, row.customer_id, row.item, row.total_cents)
