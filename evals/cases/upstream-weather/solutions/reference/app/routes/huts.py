"""/huts"""

from fastapi import APIRouter

from app.dependencies import RequestFactory
from app.models.hut import Hut, Weather
from app.routes.schemas import HutBody

router = APIRouter(prefix="/huts")


@router.put("/{name}")
async def put_hut(name: str, body: HutBody, factory: RequestFactory) -> Hut:
    return await factory.huts().put(body.to_domain(name))


@router.get("/{name}")
async def get_hut(name: str, factory: RequestFactory) -> Hut:
    return await factory.huts().get(name)


@router.get("/{name}/weather")
async def show_weather(name: str, factory: RequestFactory) -> Weather:
    return await factory.huts().weather(name)
