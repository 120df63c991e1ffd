"""What the services need of the database."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from app.models.shop import Customer, Message, Order


class ICustomerRepository(Protocol):
    async def add(self, name: str) -> Customer: ...
    async def find(self, customer_id: int) -> Customer | None: ...


class IOrderRepository(Protocol):
    async def add(self, customer_id: int, item: str, total_cents: int) -> Order: ...
    async def newest(self, customer_id: int, limit: int) -> list[Order]: ...


class IMessageRepository(Protocol):
    async def add(self, customer_id: int, text: str) -> Message: ...
    async def mark_read(self, message_id: int) -> Message | None: ...
    async def count_unread(self, customer_id: int) -> int: ...


class IUnitOfWork(Protocol):
    """One transaction on one connection of its own."""

    @property
    def customers(self) -> ICustomerRepository: ...
    @property
    def orders(self) -> IOrderRepository: ...
    @property
    def messages(self) -> IMessageRepository: ...


class IUnitOfWorkFactory(Protocol):
    def __call__(self) -> AbstractAsyncContextManager[IUnitOfWork]: ...
