from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from app.errors import OrderNotFoundError, ProductNotFoundError, StockTooLowError
from app.models.orders import Order, OrderLine, PlaceOrderInput
from app.models.products import Movement
from app.repositories.protocols import IUnitOfWorkFactory


@dataclass(frozen=True, slots=True)
class OrderService:
    unit_of_work: IUnitOfWorkFactory

    async def place(self, wish: PlaceOrderInput) -> Order:
        wanted = _quantities(wish.lines)
        async with self.unit_of_work() as work:
            stock = {product.sku: product.stock for product in await work.products.lock(wanted.keys())}
            _require_known(wanted, stock)  # first: an unknown sku outranks too little stock
            _require_enough(wanted, stock)
            await work.products.lower_stock(wanted)
            order = await work.orders.add(wish)
            await work.movements.add([Movement(line.sku, order.id, -line.quantity) for line in order.lines])
        return order

    async def get(self, order_id: int) -> Order:
        async with self.unit_of_work() as work:
            if (order := await work.orders.find(order_id)) is None:
                raise OrderNotFoundError(f"no order has the id {order_id}")
            return order

    async def of_customer(self, customer: str) -> tuple[Order, ...]:
        async with self.unit_of_work() as work:
            return await work.orders.of_customer(customer)


def _quantities(lines: tuple[OrderLine, ...]) -> Mapping[str, int]:
    quantities: Counter[str] = Counter()
    for line in lines:
        quantities[line.sku] += line.quantity
    return quantities


def _require_known(wanted: Mapping[str, int], stock: Mapping[str, int]) -> None:
    if unknown := [sku for sku in wanted if sku not in stock]:
        raise ProductNotFoundError(f"no product has the sku {', '.join(unknown)}")


def _require_enough(wanted: Mapping[str, int], stock: Mapping[str, int]) -> None:
    if short := [sku for sku, quantity in wanted.items() if quantity > stock[sku]]:
        raise StockTooLowError(f"too little stock of {', '.join(short)}")
