"""Orders."""

from dataclasses import dataclass
from typing import Protocol

from app.errors import NotFoundError, OrderClosedError, SoldOutError
from app.models.order import NewOrder, Order
from app.repositories.protocols import IUnitOfWork, IUnitOfWorkFactory


class IOrderService(Protocol):
    async def place(self, order: NewOrder) -> Order: ...
    async def get(self, order_id: int) -> Order: ...
    async def cancel(self, order_id: int) -> Order: ...


@dataclass(frozen=True, slots=True)
class OrderService:
    unit_of_work: IUnitOfWorkFactory

    async def place(self, order: NewOrder) -> Order:
        async with self.unit_of_work() as work:
            event = await work.events.find(order.event_id)
            if event is None:
                raise NotFoundError("event", order.event_id)
            if order.quantity > event.left:
                raise SoldOutError(event.left)
            return await work.orders.add(order, order.quantity * event.price_cents)

    async def get(self, order_id: int) -> Order:
        async with self.unit_of_work() as work:
            return await _known(work, order_id)

    async def cancel(self, order_id: int) -> Order:
        async with self.unit_of_work() as work:
            order = await _known(work, order_id)
            if order.status != "placed":
                raise OrderClosedError(order_id, order.status)
            await work.orders.set_status(order_id, "cancelled")
            return await _known(work, order_id)


async def _known(work: IUnitOfWork, order_id: int) -> Order:
    order = await work.orders.find(order_id)
    if order is None:
        raise NotFoundError("order", order_id)
    return order
