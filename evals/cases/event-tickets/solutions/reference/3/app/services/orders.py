"""Orders."""

from dataclasses import dataclass
from typing import Protocol

from app.errors import CodeUsedUpError, NotFoundError, OrderClosedError, SoldOutError
from app.models.code import Code
from app.models.order import NewOrder, Order
from app.repositories.protocols import IUnitOfWork, IUnitOfWorkFactory


class IOrderService(Protocol):
    async def place(self, order: NewOrder) -> Order: ...
    async def get(self, order_id: int) -> Order: ...
    async def pay(self, order_id: int) -> Order: ...
    async def cancel(self, order_id: int) -> Order: ...


@dataclass(frozen=True, slots=True)
class OrderService:
    unit_of_work: IUnitOfWorkFactory

    async def place(self, order: NewOrder) -> Order:
        async with self.unit_of_work() as work:
            event = await work.events.lock(order.event_id)
            if event is None:
                raise NotFoundError("event", order.event_id)
            if order.quantity > event.left:
                raise SoldOutError(event.left)
            total = order.quantity * event.price_cents
            if order.code is not None:
                total = (await _usable(work, order.event_id, order.code)).lowers(total)
            return await work.orders.add(order, total, event.hold_seconds)

    async def get(self, order_id: int) -> Order:
        async with self.unit_of_work() as work:
            return await _known(work, order_id)

    async def pay(self, order_id: int) -> Order:
        event_id = (await self.get(order_id)).event_id
        async with self.unit_of_work() as work:
            await work.events.lock(event_id)
            order = await _known(work, order_id)
            if order.status != "held":
                raise OrderClosedError(order_id, order.status)
            await work.orders.set_status(order_id, "paid")
            return await _known(work, order_id)

    async def cancel(self, order_id: int) -> Order:
        event_id = (await self.get(order_id)).event_id
        async with self.unit_of_work() as work:
            await work.events.lock(event_id)
            order = await _known(work, order_id)
            if not order.can_be_cancelled:
                raise OrderClosedError(order_id, order.status)
            await work.orders.set_status(order_id, "cancelled")
            return await _known(work, order_id)


async def _known(work: IUnitOfWork, order_id: int) -> Order:
    order = await work.orders.find(order_id)
    if order is None:
        raise NotFoundError("order", order_id)
    return order


async def _usable(work: IUnitOfWork, event_id: int, code: str) -> Code:
    found = await work.codes.find(event_id, code)
    if found is None:
        raise NotFoundError("code", code)
    if not found.left:
        raise CodeUsedUpError(code)
    return found
