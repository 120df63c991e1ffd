"""What services ask of storage. Importing this drags in no database."""

from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from app.models.order import Order, OrderLine
from app.models.product import Movement, Product


class IProductRepository(Protocol):
    async def add(self, product: Product) -> None:
        """Raises DuplicateSkuError."""
        ...

    async def find(self, sku: str) -> Product | None: ...

    async def lock(self, skus: Iterable[str]) -> tuple[Product, ...]:
        """Those that exist, by sku; nobody else changes them before this unit of work ends."""
        ...

    async def set_stock(self, products: Iterable[Product]) -> None:
        """Only for products that are locked."""
        ...


class IMovementRepository(Protocol):
    async def add(self, movements: Iterable[Movement]) -> None:
        """Only while their products are locked: this is what keeps them in order."""
        ...

    async def of_product(self, sku: str) -> tuple[Movement, ...]:
        """Oldest first."""
        ...


class IOrderRepository(Protocol):
    async def add(self, customer: str, lines: tuple[OrderLine, ...]) -> Order: ...

    async def find(self, order_id: int) -> Order | None: ...

    async def of_customer(self, customer: str) -> tuple[Order, ...]:
        """Oldest first."""
        ...


class IUnitOfWork(Protocol):
    """The repositories of one transaction."""

    @property
    def products(self) -> IProductRepository: ...

    @property
    def movements(self) -> IMovementRepository: ...

    @property
    def orders(self) -> IOrderRepository: ...


class IUnitOfWorkFactory(Protocol):
    """Opens a session of its own on every call; leaving the block commits, an exception rolls back."""

    def __call__(self) -> AbstractAsyncContextManager[IUnitOfWork]: ...
