"""Posts in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy import delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.post import Cursor, NewPost, Post
from app.repositories.rows import PostRow


def to_post(row: PostRow) -> Post:
    return Post(id=row.id, topic=row.topic, text=row.text, published_at=row.published_at)


@dataclass(frozen=True, slots=True)
class PostRepository:
    session: AsyncSession

    async def add(self, post: NewPost) -> Post:
        row = PostRow(topic=post.topic, text=post.text, published_at=post.published_at)
        self.session.add(row)
        await self.session.flush()
        return to_post(row)

    async def remove(self, post_id: int) -> bool:
        removed = delete(PostRow).where(PostRow.id == post_id).returning(PostRow.id)
        return await self.session.scalar(removed) is not None

    async def newest(self, topic: str, after: Cursor | None, limit: int) -> list[Post]:
        place = tuple_(PostRow.published_at, PostRow.id)
        query = select(PostRow).where(PostRow.topic == topic)
        if after is not None:
            query = query.where(place < (after.published_at, after.id))
        query = query.order_by(PostRow.published_at.desc(), PostRow.id.desc()).limit(limit)
        return [to_post(row) for row in await self.session.scalars(query)]
