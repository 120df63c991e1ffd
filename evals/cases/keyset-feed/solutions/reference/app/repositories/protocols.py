"""What the services need of the database."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from app.models.post import Cursor, NewPost, Post


class IPostRepository(Protocol):
    async def add(self, post: NewPost) -> Post: ...
    async def remove(self, post_id: int) -> bool: ...
    async def newest(self, topic: str, after: Cursor | None, limit: int) -> list[Post]: ...


class IUnitOfWork(Protocol):
    @property
    def posts(self) -> IPostRepository: ...


class IUnitOfWorkFactory(Protocol):
    def __call__(self) -> AbstractAsyncContextManager[IUnitOfWork]: ...
