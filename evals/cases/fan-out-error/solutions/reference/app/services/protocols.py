"""What the services need from the outside."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from app.models.checkout import Cart, Customer, Item, NoRate


class ICustomerRepository(Protocol):
    async def add(self, name: str) -> Customer: ...
    async def find(self, customer_id: int) -> Customer | None: ...


class ICartRepository(Protocol):
    async def add(self, items: tuple[Item, ...]) -> Cart: ...
    async def find(self, cart_id: int) -> Cart | None: ...


class IUnitOfWork(Protocol):
    """One transaction on one connection of its own."""

    @property
    def customers(self) -> ICustomerRepository: ...
    @property
    def carts(self) -> ICartRepository: ...


class IUnitsOfWork(Protocol):
    def __call__(self) -> AbstractAsyncContextManager[IUnitOfWork]: ...


class IRateGateway(Protocol):
    async def rate(self, key: str) -> int | NoRate:
        """The number the other service knows for the key."""
        ...
