"""What services ask of storage. Importing this drags in no database."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from app.models.cart import Cart, CartItem
from app.models.customer import Customer


class ICustomerRepository(Protocol):
    async def add(self, name: str) -> Customer: ...

    async def find(self, customer_id: int) -> Customer | None: ...


class ICartRepository(Protocol):
    async def add(self, items: tuple[CartItem, ...]) -> Cart: ...

    async def find(self, cart_id: int) -> Cart | None: ...


class IUnitOfWork(Protocol):
    """The repositories of one transaction."""

    @property
    def customers(self) -> ICustomerRepository: ...

    @property
    def carts(self) -> ICartRepository: ...


class IUnitOfWorkFactory(Protocol):
    """Opens a session of its own on every call; leaving the block commits, an exception rolls back.

    Raises DatabaseUnavailableError.
    """

    def __call__(self) -> AbstractAsyncContextManager[IUnitOfWork]: ...
