from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from app.models.orders import Order, PlaceOrderInput
from app.models.products import Movement, Product


class IProductRepository(Protocol):
    async def add(self, product: Product) -> bool:
        """False, and nothing added, when the sku is taken."""
        ...

    async def find(self, sku: str) -> Product | None: ...

    async def lock(self, skus: Collection[str]) -> tuple[Product, ...]:
        """Those of the products that exist; nobody else changes them before this unit of work ends."""
        ...

    async def lower_stock(self, amounts: Mapping[str, int]) -> None:
        """Lock the products first."""
        ...


class IOrderRepository(Protocol):
    async def add(self, wish: PlaceOrderInput) -> Order: ...

    async def find(self, order_id: int) -> Order | None: ...

    async def of_customer(self, customer: str) -> tuple[Order, ...]:
        """Oldest first."""
        ...


class IMovementRepository(Protocol):
    async def add(self, movements: Sequence[Movement]) -> None: ...

    async def of_product(self, sku: str) -> tuple[Movement, ...]:
        """Oldest first."""
        ...


class IUnitOfWork(Protocol):
    """The repositories of one transaction."""

    @property
    def products(self) -> IProductRepository: ...

    @property
    def orders(self) -> IOrderRepository: ...

    @property
    def movements(self) -> IMovementRepository: ...


class IUnitOfWorkFactory(Protocol):
    """Opens a session of its own on every call; leaving the block commits, an exception rolls back."""

    def __call__(self) -> AbstractAsyncContextManager[IUnitOfWork]: ...
