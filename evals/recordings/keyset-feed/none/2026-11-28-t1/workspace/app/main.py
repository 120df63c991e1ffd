from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import FastAPI, HTTPException, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy import delete, literal, select, tuple_
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.config import Settings
from app.cursor import InvalidCursor, Position, decode_cursor, encode_cursor
from app.db import Post, prepare_database
from app.schemas import Page, PostIn, PostOut, StorableStr

MAX_ID = 2**63 - 1

# The topic is part of an index entry, whose size PostgreSQL limits (about 2,700 bytes).
Topic = Annotated[StorableStr, Path(max_length=500)]


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    engine = create_async_engine(
        Settings().database_url,
        pool_pre_ping=True,
        # A plan cached while the table was tiny (scan and sort it all) would stay
        # in use during a large import; planning each query anew costs far less.
        connect_args={"server_settings": {"plan_cache_mode": "force_custom_plan"}},
    )
    try:
        app.state.cursor_key = await prepare_database(engine)
        app.state.sessions = async_sessionmaker(engine, expire_on_commit=False)
        yield
    finally:
        await engine.dispose()


app = FastAPI(title="Activity feed", lifespan=lifespan)


@app.exception_handler(RequestValidationError)
async def on_invalid_request(_: Request, exc: RequestValidationError) -> JSONResponse:
    # FastAPI's own handler repeats the input, which JSON cannot always express
    # (NaN, lone surrogates): the 422 would become a 500.
    detail = [{name: error[name] for name in ("type", "loc", "msg")} for error in exc.errors()]
    return JSONResponse({"detail": detail}, status_code=422)


@app.post("/topics/{topic}/posts", status_code=201)
async def create_post(request: Request, topic: Topic, body: PostIn) -> PostOut:
    post = Post(topic=topic, text=body.text, published_at=body.published_at)
    async with request.app.state.sessions.begin() as session:
        session.add(post)
    return PostOut.model_validate(post)


@app.delete("/posts/{post_id}", status_code=204)
async def delete_post(request: Request, post_id: int) -> None:
    deleted = None
    if 0 < post_id <= MAX_ID:  # others do not fit the column
        async with request.app.state.sessions.begin() as session:
            deleted = await session.scalar(
                delete(Post).where(Post.id == post_id).returning(Post.id)
            )
    if deleted is None:
        raise HTTPException(404, "Post not found")


@app.get("/topics/{topic}/posts")
async def list_posts(
    request: Request,
    topic: Topic,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: str | None = None,
) -> Page:
    key = request.app.state.cursor_key
    query = (
        select(Post)
        .where(Post.topic == topic)
        .order_by(Post.published_at.desc(), Post.id.desc())
        .limit(limit + 1)  # one more tells whether there is a next page
    )
    if cursor is not None:
        try:
            after = decode_cursor(key, topic, cursor)
        except InvalidCursor:
            raise RequestValidationError(
                [{"type": "invalid_cursor", "loc": ("query", "cursor"), "msg": "Invalid cursor"}]
            ) from None
        # One row comparison, which the index answers directly; spelled out with
        # OR it would have to read and drop every post before the cursor.
        query = query.where(
            tuple_(Post.published_at, Post.id)
            < tuple_(
                literal(after.published_at, Post.published_at.type),
                literal(after.id, Post.id.type),
            )
        )

    async with request.app.state.sessions() as session:
        found = (await session.scalars(query)).all()

    posts = found[:limit]
    following = None
    if len(found) > limit:
        last = posts[-1]
        following = encode_cursor(key, topic, Position(last.published_at, last.id))
    return Page(posts=[PostOut.model_validate(post) for post in posts], next=following)
