"""/messages"""

from fastapi import APIRouter

from app.dependencies import FactoryDep
from app.models.message import Message

router = APIRouter(prefix="/messages", tags=["messages"])


@router.post("/{message_id}/read")
async def read_message(message_id: int, factory: FactoryDep) -> Message:
    return await factory.message_service().read(message_id)
