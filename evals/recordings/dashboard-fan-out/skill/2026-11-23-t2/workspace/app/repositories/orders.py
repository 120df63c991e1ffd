from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from app.models.shop import Order
from app.repositories.mapping import customer_must_exist, to_order
from app.repositories.orm import OrderRow


@dataclass(frozen=True, slots=True)
class OrderRepository:
    session: AsyncSession

    async def add(self, customer_id: int, item: str, total_cents: int) -> Order:
        row = OrderRow(customer_id=customer_id, item=item, total_cents=total_cents)
        self.session.add(row)
        with customer_must_exist(customer_id, "fk_orders_customer_id_customers"):
            await self.session.flush()
        return to_order(row)
