"""Orders: what may be ordered, and that an order is all or nothing."""

from dataclasses import dataclass
from typing import Protocol

from app.errors import NotFoundError, OutOfStockError
from app.models.order import NewOrder, Order
from app.repositories.protocols import IUnitOfWorkFactory
from app.services.products import ProductService


class IOrderService(Protocol):
    async def place(self, order: NewOrder) -> Order: ...
    async def reorder(self, order_id: int) -> Order: ...
    async def get(self, order_id: int) -> Order: ...
    async def of_customer(self, customer: str) -> list[Order]: ...


@dataclass(frozen=True, slots=True)
class OrderService:
    unit_of_work: IUnitOfWorkFactory

    async def place(self, order: NewOrder) -> Order:
        """Write the order and lower the stock of its products, in one unit of work.

        Raises NotFoundError for an unknown sku, else OutOfStockError; nothing is written then.
        """
        wanted = order.quantities
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

    async def reorder(self, order_id: int) -> Order:
        """Order the same again, as far as every product is still sold."""
        order = await self.get(order_id)
        for line in order.lines:
            await ProductService(self.unit_of_work).get(line.sku)
        return await self.place(NewOrder(customer=order.customer, lines=order.lines))

    async def get(self, order_id: int) -> Order:
        async with self.unit_of_work() as work:
            order = await work.orders.find(order_id)
        if order is None:
            raise NotFoundError("order", order_id)
        return order

    async def of_customer(self, customer: str) -> list[Order]:
        async with self.unit_of_work() as work:
            return await work.orders.of_customer(customer)
