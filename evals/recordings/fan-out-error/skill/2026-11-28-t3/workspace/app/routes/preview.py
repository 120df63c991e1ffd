"""/preview"""

from typing import Annotated

from fastapi import APIRouter, Query

from app.dependencies import FactoryDep
from app.models.preview import Preview
from app.schemas import PreviewBody, PreviewQuery

router = APIRouter(prefix="/preview", tags=["preview"])


@router.get("", response_model=PreviewBody)
async def show_preview(query: Annotated[PreviewQuery, Query()], factory: FactoryDep) -> Preview:
    return await factory.preview_controller().show(query.to_input())
