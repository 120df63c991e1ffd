"""The rules of orders."""

from collections import Counter
from dataclasses import dataclass, replace

import structlog

from app.errors import OrderNotFoundError, OutOfStockError, ProductNotFoundError
from app.models.order import Order, OrderLine
from app.models.product import Movement, Product
from app.repositories.protocols import IUnitOfWorkFactory

logger = structlog.get_logger(module=__name__)


@dataclass(frozen=True, slots=True)
class OrderService:
    unit_of_work: IUnitOfWorkFactory

    async def place(self, customer: str, lines: tuple[OrderLine, ...]) -> Order:
        wanted = _wanted(lines)
        async with self.unit_of_work() as work:
            products = await work.products.lock(wanted)
            _require_all_known(products, wanted)
            _require_enough(products, wanted)
            await work.products.set_stock(
                replace(product, stock=product.stock - wanted[product.sku]) for product in products
            )
            order = await work.orders.add(customer, lines)
            await work.movements.add(Movement(line.sku, order.id, -line.quantity) for line in lines)
        logger.info("order_placed", order_id=order.id, lines=len(lines))
        return order

    async def get(self, order_id: int) -> Order:
        async with self.unit_of_work() as work:
            order = await work.orders.find(order_id)
        if order is None:
            raise OrderNotFoundError(order_id)
        return order

    async def of_customer(self, customer: str) -> tuple[Order, ...]:
        async with self.unit_of_work() as work:
            return await work.orders.of_customer(customer)


def _wanted(lines: tuple[OrderLine, ...]) -> Counter[str]:
    wanted: Counter[str] = Counter()
    for line in lines:
        wanted[line.sku] += line.quantity
    return wanted


def _require_all_known(products: tuple[Product, ...], wanted: Counter[str]) -> None:
    if unknown := wanted.keys() - {product.sku for product in products}:
        raise ProductNotFoundError(*sorted(unknown))


def _require_enough(products: tuple[Product, ...], wanted: Counter[str]) -> None:
    if short := [product.sku for product in products if product.stock < wanted[product.sku]]:
        raise OutOfStockError(*short)
