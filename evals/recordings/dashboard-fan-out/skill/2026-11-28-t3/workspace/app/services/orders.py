"""The rules of orders."""

from dataclasses import dataclass

import structlog

from app.models.order import Order
from app.repositories.protocols import IUnitOfWorkFactory

logger = structlog.get_logger(module=__name__)

RECENT = 5


@dataclass(frozen=True, slots=True)
class OrderService:
    unit_of_work: IUnitOfWorkFactory
    reading: IUnitOfWorkFactory

    async def place(self, customer_id: int, item: str, total_cents: int) -> Order:
        async with self.unit_of_work() as work:
            order = await work.orders.add(customer_id, item, total_cents)
        logger.info("order_placed", order_id=order.id, customer_id=customer_id)
        return order

    async def recent(self, customer_id: int) -> tuple[Order, ...]:
        async with self.reading() as work:
            return await work.orders.newest(customer_id, RECENT)
