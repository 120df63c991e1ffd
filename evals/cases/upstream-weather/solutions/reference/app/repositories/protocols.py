"""What the services need of the database."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from app.models.hut import Hut


class IHutRepository(Protocol):
    async def put(self, hut: Hut) -> None: ...
    async def find(self, name: str) -> Hut | None: ...


class IValueRepository(Protocol):
    async def put(self, station: str, celsius: float) -> None: ...
    async def last(self, station: str) -> float | None: ...


class IUnitOfWork(Protocol):
    @property
    def huts(self) -> IHutRepository: ...
    @property
    def values(self) -> IValueRepository: ...


class IUnitOfWorkFactory(Protocol):
    def __call__(self) -> AbstractAsyncContextManager[IUnitOfWork]: ...
