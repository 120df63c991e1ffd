from typing import Annotated

from fastapi import APIRouter, Query

from app.dependencies import FactoryDep
from app.models.previews import Preview
from app.schemas import PreviewBody, PreviewQuery

router = APIRouter(prefix="/preview", tags=["preview"])


@router.get("", response_model=PreviewBody)
async def preview(query: Annotated[PreviewQuery, Query()], factory: FactoryDep) -> Preview:
    return await factory.preview_service().preview(query.to_input())
