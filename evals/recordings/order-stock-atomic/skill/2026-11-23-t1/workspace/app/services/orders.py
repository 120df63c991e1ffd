from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from app.errors import StockTooLowError, UnknownOrderError, UnknownSkuError
from app.models.orders import Order, OrderLine, PlaceOrderInput
from app.models.products import Movement, Product
from app.repositories.protocols import IUnitOfWorkFactory


@dataclass(frozen=True, slots=True)
class OrderService:
    unit_of_work: IUnitOfWorkFactory

    async def place(self, wish: PlaceOrderInput) -> Order:
        wanted = _wanted(wish.lines)
        async with self.unit_of_work() as work:
            products = await work.products.lock(tuple(wanted))
            _require_known(wanted, products)
            _require_stock(wanted, products)
            order = await work.orders.add(wish)
            await work.products.move(
                tuple(Movement(order.id, line.sku, -line.quantity) for line in order.lines)
            )
        return order

    async def get(self, order_id: int) -> Order:
        async with self.unit_of_work() as work:
            order = await work.orders.find(order_id)
        if order is None:
            raise UnknownOrderError(order_id)
        return order

    async def of_customer(self, customer: str) -> tuple[Order, ...]:
        async with self.unit_of_work() as work:
            return await work.orders.of_customer(customer)


def _wanted(lines: tuple[OrderLine, ...]) -> Counter[str]:
    wanted: Counter[str] = Counter()
    for line in lines:
        wanted[line.sku] += line.quantity
    return wanted


def _require_known(wanted: Mapping[str, int], products: tuple[Product, ...]) -> None:
    if unknown := wanted.keys() - {product.sku for product in products}:
        raise UnknownSkuError(*sorted(unknown))


def _require_stock(wanted: Mapping[str, int], products: tuple[Product, ...]) -> None:
    if short := [product.sku for product in products if product.stock < wanted[product.sku]]:
        raise StockTooLowError(*short)
