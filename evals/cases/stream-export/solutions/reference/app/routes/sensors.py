"""/sensors"""

from fastapi import APIRouter

from app.dependencies import RequestFactory
from app.models.reading import Sensor

router = APIRouter(prefix="/sensors")


@router.get("")
async def list_sensors(factory: RequestFactory) -> list[Sensor]:
    return await factory.readings().sensors()
