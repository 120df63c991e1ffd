"""Posts and the feeds they form."""

from dataclasses import dataclass
from typing import Protocol

from app.errors import NotFoundError
from app.models.post import Cursor, NewPost, Page, Post
from app.repositories.protocols import IUnitOfWorkFactory


class IPostService(Protocol):
    async def publish(self, post: NewPost) -> Post: ...
    async def remove(self, post_id: int) -> None: ...
    async def page(self, topic: str, cursor: str | None, limit: int) -> Page: ...


@dataclass(frozen=True, slots=True)
class PostService:
    unit_of_work: IUnitOfWorkFactory

    async def publish(self, post: NewPost) -> Post:
        async with self.unit_of_work() as work:
            return await work.posts.add(post)

    async def remove(self, post_id: int) -> None:
        async with self.unit_of_work() as work:
            if not await work.posts.remove(post_id):
                raise NotFoundError("post", post_id)

    async def page(self, topic: str, cursor: str | None, limit: int) -> Page:
        """Up to `limit` posts, newest first; raises InvalidCursorError."""
        after = None if cursor is None else Cursor.decoded(cursor)
        async with self.unit_of_work() as work:
            found = await work.posts.newest(topic, after, limit + 1)
        posts = tuple(found[:limit])
        more = Cursor(posts[-1].published_at, posts[-1].id).encoded() if len(found) > limit else None
        return Page(posts, more)
