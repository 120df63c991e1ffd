"""Orders: what may be ordered, and that an order is all or nothing."""

from dataclasses import dataclass
from typing import Protocol

from app.errors import AlreadyCancelledError, NotFoundError, OutOfStockError
from app.models.order import NewOrder, Order, OrderStatus, quantities_of
from app.repositories.protocols import IUnitOfWorkFactory


class IOrderService(Protocol):
    async def place(self, order: NewOrder) -> Order: ...
    async def get(self, order_id: int) -> Order: ...
    async def of_customer(self, customer: str, status: OrderStatus | None) -> list[Order]: ...
    async def cancel(self, order_id: int) -> Order: ...


@dataclass(frozen=True, slots=True)
class OrderService:
    unit_of_work: IUnitOfWorkFactory

    async def place(self, order: NewOrder) -> Order:
        """Write the order and lower the stock of its products, in one unit of work.

        Raises NotFoundError for an unknown sku, else OutOfStockError; nothing is written then.
        """
        wanted = quantities_of(order.lines)
        async with self.unit_of_work() as work:
            products = await work.products.lock(tuple(wanted))
            for sku in wanted:
                if sku not in products:
                    raise NotFoundError("product", sku)
            for sku, quantity in wanted.items():
                if products[sku].stock < quantity:
                    raise OutOfStockError(sku)
                await work.products.set_stock(sku, products[sku].stock - quantity)
            return await work.orders.add(order)

    async def get(self, order_id: int) -> Order:
        async with self.unit_of_work() as work:
            order = await work.orders.find(order_id)
        if order is None:
            raise NotFoundError("order", order_id)
        return order

    async def of_customer(self, customer: str, status: OrderStatus | None) -> list[Order]:
        async with self.unit_of_work() as work:
            return await work.orders.of_customer(customer, status)

    async def cancel(self, order_id: int) -> Order:
        """Take the order back and put its goods into the stock again, in one unit of work.

        Raises NotFoundError or AlreadyCancelledError.
        """
        async with self.unit_of_work() as work:
            order = await work.orders.lock(order_id)
            if order is None:
                raise NotFoundError("order", order_id)
            if order.status is OrderStatus.CANCELLED:
                raise AlreadyCancelledError(order_id)
            returned = quantities_of(order.lines)
            products = await work.products.lock(tuple(returned))
            for sku, quantity in returned.items():
                await work.products.set_stock(sku, products[sku].stock + quantity)
            return await work.orders.cancel(order)
