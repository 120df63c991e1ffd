"""/links"""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from app.dependencies import RequestFactory
from app.models.link import Link
from app.routes.schemas import LinkBody

router = APIRouter(prefix="/links")


@router.post("", status_code=201)
async def add_link(body: LinkBody, factory: RequestFactory) -> Link:
    return await factory.links().add(body.to_domain())


@router.get("")
async def list_links(
    factory: RequestFactory,
    order: Literal["visits"] = "visits",
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> list[Link]:
    return await factory.links().most_visited(limit)


@router.get("/{code}")
async def get_link(code: str, factory: RequestFactory) -> Link:
    return await factory.links().get(code)
