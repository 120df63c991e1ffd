"""/notifications"""

from fastapi import APIRouter

from app.dependencies import RequestFactory
from app.models.notification import Delivery

router = APIRouter(prefix="/notifications")


@router.post("/deliver")
async def deliver(factory: RequestFactory) -> Delivery:
    return await factory.notifications().deliver()
