"""/pages"""

from typing import Annotated

from fastapi import APIRouter, Query

from app.dependencies import RequestFactory
from app.models.page import Page, Version
from app.routes.schemas import EditBody, PageBody, RestoreBody

router = APIRouter(prefix="/pages")


@router.post("", status_code=201)
async def create_page(body: PageBody, factory: RequestFactory) -> Page:
    return await factory.pages().create(body.slug, body.to_domain())


@router.get("/{slug}")
async def get_page(slug: str, factory: RequestFactory) -> Page:
    return await factory.pages().get(slug)


@router.put("/{slug}")
async def edit_page(slug: str, body: EditBody, factory: RequestFactory) -> Page:
    return await factory.pages().edit(slug, body.version, body.to_domain())


@router.post("/{slug}/restore")
async def restore_page(slug: str, body: RestoreBody, factory: RequestFactory) -> Page:
    return await factory.pages().restore(slug, body.version, body.to)


@router.get("/{slug}/history")
async def list_versions(
    slug: str, factory: RequestFactory, limit: Annotated[int, Query(ge=1, le=100)] = 20
) -> list[Version]:
    return await factory.pages().history(slug, limit)
