from fastapi import APIRouter

from app.dependencies import FactoryDep
from app.models.shop import Message
from app.routes.schemas import MessageBody

router = APIRouter(prefix="/messages", tags=["messages"])


@router.post("/{message_id}/read", response_model=MessageBody)
async def mark_message_read(message_id: int, factory: FactoryDep) -> Message:
    return await factory.message_service().mark_read(message_id)
