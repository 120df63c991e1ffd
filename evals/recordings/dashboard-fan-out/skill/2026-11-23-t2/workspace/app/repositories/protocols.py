from contextlib import AbstractAsyncContextManager
from typing import Protocol

from app.models.shop import Customer, Message, Order, Overview


class ICustomerRepository(Protocol):
    async def add(self, name: str) -> Customer: ...


class IOrderRepository(Protocol):
    async def add(self, customer_id: int, item: str, total_cents: int) -> Order:
        """An unknown customer is a CustomerNotFoundError."""
        ...


class IMessageRepository(Protocol):
    async def add(self, customer_id: int, text: str) -> Message:
        """An unknown customer is a CustomerNotFoundError."""
        ...

    async def mark_read(self, message_id: int) -> Message | None: ...


class IOverviewRepository(Protocol):
    async def find(self, customer_id: int, max_orders: int) -> Overview | None:
        """The newest orders come first."""
        ...


class IUnitOfWork(Protocol):
    """The repositories of one session."""

    @property
    def customers(self) -> ICustomerRepository: ...

    @property
    def orders(self) -> IOrderRepository: ...

    @property
    def messages(self) -> IMessageRepository: ...

    @property
    def overviews(self) -> IOverviewRepository: ...


class IUnitOfWorkFactory(Protocol):
    """Opens a session of its own on every call; leaving the block commits, an exception rolls back."""

    def __call__(self) -> AbstractAsyncContextManager[IUnitOfWork]: ...
