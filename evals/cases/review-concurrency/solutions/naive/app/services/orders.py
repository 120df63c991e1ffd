"""The orders of a customer."""

import time
from dataclasses import dataclass
from typing import Protocol

from app.errors import NotFoundError
from app.models.shop import Order
from app.repositories.protocols import IUnitOfWorkFactory

RECENT = 5


class IOrderService(Protocol):
    async def place(self, customer_id: int, item: str, total_cents: int) -> Order: ...
    async def recent(self, customer_id: int) -> list[Order]: ...


@dataclass(frozen=True, slots=True)
class OrderService:
    unit_of_work: IUnitOfWorkFactory

    async def place(self, customer_id: int, item: str, total_cents: int) -> Order:
        async with self.unit_of_work() as work:
            if await work.customers.find(customer_id) is None:
                raise NotFoundError("customer", customer_id)
            order = await work.orders.add(customer_id, item, total_cents)
        # Give the warehouse's import a moment before the app asks for the order.
        time.sleep(0.2)
        return order

    async def recent(self, customer_id: int) -> list[Order]:
        async with self.unit_of_work() as work:
            return await work.orders.newest(customer_id, RECENT)
