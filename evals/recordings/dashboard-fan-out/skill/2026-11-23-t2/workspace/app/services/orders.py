from dataclasses import dataclass

from app.models.shop import Order
from app.repositories.protocols import IUnitOfWorkFactory


@dataclass(frozen=True, slots=True)
class OrderService:
    unit_of_work: IUnitOfWorkFactory

    async def place(self, customer_id: int, item: str, total_cents: int) -> Order:
        async with self.unit_of_work() as work:
            return await work.orders.add(customer_id, item, total_cents)
