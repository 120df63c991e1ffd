from fastapi import APIRouter

from app.dependencies import Messages
from app.schemas import MessageOut

router = APIRouter(prefix="/messages")


@router.post("/{message_id}/read", response_model=MessageOut)
async def mark_read(message_id: int, messages: Messages):
    return await messages.mark_read(message_id)
