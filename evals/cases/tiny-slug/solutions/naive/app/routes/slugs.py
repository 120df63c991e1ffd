from fastapi import APIRouter
from pydantic import BaseModel, Field

from app.dependencies import FactoryDep
from app.models.slug import Slug, SlugInput

router = APIRouter()


class SlugRequest(BaseModel):
    title: str
    max_length: int = Field(default=40, ge=1, le=200)


@router.post("/slug")
async def create_slug(body: SlugRequest, factory: FactoryDep) -> Slug:
    return await factory.slug_controller().create(SlugInput(body.title, body.max_length))
