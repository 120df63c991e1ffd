import base64
import os
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict
from sqlalchemy import DateTime, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

engine = create_async_engine(os.environ["DATABASE_URL"])
SessionLocal = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    pass


class Post(Base):
    __tablename__ = "posts"

    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(index=True)
    text: Mapped[str]
    published_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield
    await engine.dispose()


app = FastAPI(title="Feed", lifespan=lifespan)


async def get_session():
    async with SessionLocal() as session:
        yield session


Session = Annotated[AsyncSession, Depends(get_session)]


class PostIn(BaseModel):
    text: str
    published_at: AwareDatetime


class PostOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    topic: str
    text: str
    published_at: datetime


class PageOut(BaseModel):
    posts: list[PostOut]
    next: str | None


def encode_cursor(post: Post) -> str:
    return base64.urlsafe_b64encode(post.published_at.isoformat().encode()).decode()


def decode_cursor(cursor: str) -> datetime:
    try:
        moment = datetime.fromisoformat(base64.urlsafe_b64decode(cursor).decode())
    except ValueError:
        raise HTTPException(422, "Invalid cursor")
    if moment.tzinfo is None:
        raise HTTPException(422, "Invalid cursor")
    return moment


@app.post("/topics/{topic}/posts", status_code=201, response_model=PostOut)
async def create_post(topic: str, body: PostIn, session: Session):
    post = Post(topic=topic, **body.model_dump())
    session.add(post)
    await session.commit()
    return post


@app.delete("/posts/{post_id}", status_code=204)
async def delete_post(post_id: int, session: Session):
    post = await session.get(Post, post_id)
    if post is None:
        raise HTTPException(404, "Post not found")
    await session.delete(post)
    await session.commit()


@app.get("/topics/{topic}/posts", response_model=PageOut)
async def list_posts(
    topic: str,
    session: Session,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: str | None = None,
):
    query = select(Post).where(Post.topic == topic)
    if cursor is not None:
        query = query.where(Post.published_at < decode_cursor(cursor))
    query = query.order_by(Post.published_at.desc(), Post.id.desc()).limit(limit + 1)
    posts = list(await session.scalars(query))
    has_more = len(posts) > limit
    posts = posts[:limit]
    return PageOut(posts=posts, next=encode_cursor(posts[-1]) if has_more else None)
