"""What the services need of the database."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from app.models.event import Event, NewEvent
from app.models.order import NewOrder, Order


class IEventRepository(Protocol):
    async def add(self, event: NewEvent) -> Event: ...
    async def find(self, event_id: int) -> Event | None: ...


class IOrderRepository(Protocol):
    async def add(self, order: NewOrder, total_cents: int) -> Order: ...
    async def find(self, order_id: int) -> Order | None: ...
    async def set_status(self, order_id: int, status: str) -> None: ...


class IUnitOfWork(Protocol):
    @property
    def events(self) -> IEventRepository: ...
    @property
    def orders(self) -> IOrderRepository: ...


class IUnitOfWorkFactory(Protocol):
    def __call__(self) -> AbstractAsyncContextManager[IUnitOfWork]: ...
