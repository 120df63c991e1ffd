"""What services ask of storage. Importing this drags in no database."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from app.models.customer import Customer
from app.models.message import Message
from app.models.order import Order


class ICustomerRepository(Protocol):
    async def add(self, name: str) -> Customer: ...

    async def find(self, customer_id: int) -> Customer | None: ...


class IOrderRepository(Protocol):
    async def add(self, customer_id: int, item: str, total_cents: int) -> Order:
        """Raises CustomerNotFoundError."""
        ...

    async def newest(self, customer_id: int, limit: int) -> tuple[Order, ...]:
        """Newest first."""
        ...


class IMessageRepository(Protocol):
    async def add(self, customer_id: int, text: str) -> Message:
        """An unread message. Raises CustomerNotFoundError."""
        ...

    async def mark_read(self, message_id: int) -> Message | None: ...

    async def count_unread(self, customer_id: int) -> int: ...


class IUnitOfWork(Protocol):
    """The repositories of one transaction."""

    @property
    def customers(self) -> ICustomerRepository: ...

    @property
    def orders(self) -> IOrderRepository: ...

    @property
    def messages(self) -> IMessageRepository: ...


class IUnitOfWorkFactory(Protocol):
    """Opens a session of its own on every call; leaving the block commits, an exception rolls back.

    Services hold two: `unit_of_work`, and `reading` for a single query, which is no transaction.
    """

    def __call__(self) -> AbstractAsyncContextManager[IUnitOfWork]: ...
