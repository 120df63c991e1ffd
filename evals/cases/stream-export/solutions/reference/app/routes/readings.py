"""/readings"""

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from app.dependencies import RequestFactory
from app.routes.schemas import Readings, as_lines

router = APIRouter(prefix="/readings")


@router.post("", status_code=201)
async def store(body: Readings, factory: RequestFactory) -> dict[str, int]:
    return {"stored": await factory.readings().store([reading.to_domain() for reading in body])}


@router.get("/export")
async def export(factory: RequestFactory, sensor: str | None = None) -> StreamingResponse:
    return StreamingResponse(as_lines(factory.readings().export(sensor)), media_type="application/x-ndjson")
