"""What the services need of the database."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from app.models.link import Link, NewLink


class ILinkRepository(Protocol):
    async def add(self, code: str, link: NewLink) -> Link: ...
    async def find(self, code: str) -> Link | None: ...
    async def most_visited(self, limit: int) -> list[Link]: ...
    async def count_visit(self, code: str) -> bool:
        """Count one visit unless they are used up; whether it was counted."""
        ...


class IUnitOfWork(Protocol):
    @property
    def links(self) -> ILinkRepository: ...


class IUnitOfWorkFactory(Protocol):
    def __call__(self) -> AbstractAsyncContextManager[IUnitOfWork]: ...
