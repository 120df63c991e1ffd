from typing import Protocol

from app.models.orders import Order, PlaceOrderInput
from app.models.products import Movement, Product


class IProductService(Protocol):
    async def create(self, product: Product) -> Product: ...

    async def get(self, sku: str) -> Product: ...

    async def movements(self, sku: str) -> tuple[Movement, ...]: ...


class IOrderService(Protocol):
    async def place(self, wish: PlaceOrderInput) -> Order:
        """All or nothing: order, stock and movements change together."""
        ...

    async def get(self, order_id: int) -> Order: ...

    async def of_customer(self, customer: str) -> tuple[Order, ...]: ...
