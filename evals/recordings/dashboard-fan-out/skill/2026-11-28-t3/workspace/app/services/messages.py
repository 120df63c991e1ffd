"""The rules of messages."""

from dataclasses import dataclass

import structlog

from app.errors import MessageNotFoundError
from app.models.message import Message
from app.repositories.protocols import IUnitOfWorkFactory

logger = structlog.get_logger(module=__name__)


@dataclass(frozen=True, slots=True)
class MessageService:
    unit_of_work: IUnitOfWorkFactory
    reading: IUnitOfWorkFactory

    async def send(self, customer_id: int, text: str) -> Message:
        async with self.unit_of_work() as work:
            message = await work.messages.add(customer_id, text)
        logger.info("message_sent", message_id=message.id, customer_id=customer_id)
        return message

    async def read(self, message_id: int) -> Message:
        async with self.unit_of_work() as work:
            message = await work.messages.mark_read(message_id)
        if message is None:
            raise MessageNotFoundError(message_id)
        return message

    async def count_unread(self, customer_id: int) -> int:
        async with self.reading() as work:
            return await work.messages.count_unread(customer_id)
