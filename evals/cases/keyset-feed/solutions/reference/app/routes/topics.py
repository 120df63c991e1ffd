"""/topics"""

from typing import Annotated

from fastapi import APIRouter, Query

from app.dependencies import RequestFactory
from app.models.post import Page, Post
from app.routes.schemas import PostBody

router = APIRouter(prefix="/topics")


@router.post("/{topic}/posts", status_code=201)
async def publish(topic: str, body: PostBody, factory: RequestFactory) -> Post:
    return await factory.posts().publish(body.to_domain(topic))


@router.get("/{topic}/posts")
async def read_page(
    topic: str,
    factory: RequestFactory,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Page:
    return await factory.posts().page(topic, cursor, limit)
