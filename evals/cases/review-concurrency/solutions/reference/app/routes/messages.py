"""/messages"""

from fastapi import APIRouter

from app.dependencies import RequestFactory
from app.models.shop import Message

router = APIRouter(prefix="/messages")


@router.post("/{message_id}/read")
async def mark_read(message_id: int, factory: RequestFactory) -> Message:
    return await factory.messages().mark_read(message_id)
