"""Orders."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, replace
from typing import Protocol

from app.errors import (
    CodeUsedUpError,
    InvalidError,
    NotFoundError,
    OrderClosedError,
    SoldOutError,
    WrongCategoryError,
)
from app.models.code import Code
from app.models.order import NewOrder, Order, OrderFilter, OrderPage
from app.repositories.protocols import IUnitOfWork, IUnitOfWorkFactory


class IOrderService(Protocol):
    async def place(self, order: NewOrder) -> Order: ...
    async def page(self, wanted: OrderFilter, cursor: str | None) -> OrderPage: ...
    async def get(self, order_id: int) -> Order: ...
    async def cancel(self, order_id: int) -> Order: ...


@dataclass(frozen=True, slots=True)
class OrderService:
    unit_of_work: IUnitOfWorkFactory

    async def place(self, order: NewOrder) -> Order:
        async with self.unit_of_work() as work:
            event = await work.events.lock(order.event_id)
            if event is None:
                raise NotFoundError("event", order.event_id)
            category = event.category(order.category)
            if category is None:
                raise InvalidError(f"the event has no category {order.category!r}")
            if order.quantity > category.left:
                raise SoldOutError(category.left)
            total = order.quantity * category.price_cents
            if order.code is not None:
                code = await _usable(work, order.event_id, order.code, category.name)
                total = code.lowers(total)
            return await work.orders.add(order, category.name, total, event.hold_seconds)

    async def page(self, wanted: OrderFilter, cursor: str | None) -> OrderPage:
        """Raises InvalidError."""
        async with self.unit_of_work() as work:
            if await work.events.find(wanted.event_id) is None:
                raise NotFoundError("event", wanted.event_id)
            found = await work.orders.page(replace(wanted, before=_read(cursor)))
        items = found[: wanted.limit]
        return OrderPage(items, _cursor(items[-1].id) if len(found) > wanted.limit else None)

    async def get(self, order_id: int) -> Order:
        async with self.unit_of_work() as work:
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


async def _usable(work: IUnitOfWork, event_id: int, code: str, category: str) -> Code:
    found = await work.codes.find(event_id, code)
    if found is None:
        raise NotFoundError("code", code)
    if not found.left:
        raise CodeUsedUpError(code)
    if found.category not in {None, category}:
        raise WrongCategoryError(code)
    return found


def _cursor(order_id: int) -> str:
    return urlsafe_b64encode(str(order_id).encode()).decode()


def _read(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    try:
        return int(urlsafe_b64decode(cursor))
    except ValueError as error:
        raise InvalidError(f"{cursor!r} is no cursor of this list") from error
