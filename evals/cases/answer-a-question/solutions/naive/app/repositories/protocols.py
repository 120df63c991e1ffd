"""What the services need of the database."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from app.models.checkout import Cart, Customer, Item


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


class IUnitOfWorkFactory(Protocol):
    def __call__(self) -> AbstractAsyncContextManager[IUnitOfWork]: ...
