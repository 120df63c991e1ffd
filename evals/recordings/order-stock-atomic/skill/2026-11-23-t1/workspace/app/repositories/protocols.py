from contextlib import AbstractAsyncContextManager
from typing import Protocol

from app.models.orders import Order, PlaceOrderInput
from app.models.products import Movement, Product


class IProductRepository(Protocol):
    async def add_if_new(self, product: Product) -> bool:
        """False, and nothing added, when the sku exists."""
        ...

    async def find(self, sku: str) -> Product | None: ...

    async def lock(self, skus: tuple[str, ...]) -> tuple[Product, ...]:
        """Those that exist; nobody else can change them before this unit of work ends."""
        ...

    async def move(self, movements: tuple[Movement, ...]) -> None:
        """Writes the movements and changes the stocks by them; the products must be locked."""
        ...

    async def movements(self, sku: str) -> tuple[Movement, ...]:
        """Oldest first."""
        ...


class IOrderRepository(Protocol):
    async def add(self, wish: PlaceOrderInput) -> Order: ...

    async def find(self, order_id: int) -> Order | None: ...

    async def of_customer(self, customer: str) -> tuple[Order, ...]:
        """Oldest first."""
        ...


class IUnitOfWork(Protocol):
    """The repositories of one transaction."""

    @property
    def products(self) -> IProductRepository: ...

    @property
    def orders(self) -> IOrderRepository: ...


class IUnitOfWorkFactory(Protocol):
    """Opens a session of its own on every call; leaving the block commits, an exception rolls back."""

    def __call__(self) -> AbstractAsyncContextManager[IUnitOfWork]: ...
