"""What routes may ask of the domain."""

from typing import Protocol

from app.models.order import Order, OrderLine
from app.models.product import Movement, Product


class IProductService(Protocol):
    async def create(self, product: Product) -> Product: ...

    async def get(self, sku: str) -> Product: ...

    async def movements(self, sku: str) -> tuple[Movement, ...]:
        """Oldest first."""
        ...


class IOrderService(Protocol):
    async def place(self, customer: str, lines: tuple[OrderLine, ...]) -> Order:
        """All lines or nothing. An unknown product comes before too little stock."""
        ...

    async def get(self, order_id: int) -> Order: ...

    async def of_customer(self, customer: str) -> tuple[Order, ...]:
        """Oldest first."""
        ...
