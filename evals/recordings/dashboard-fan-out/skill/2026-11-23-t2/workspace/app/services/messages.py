from dataclasses import dataclass

from app.errors import MessageNotFoundError
from app.models.shop import Message
from app.repositories.protocols import IUnitOfWorkFactory


@dataclass(frozen=True, slots=True)
class MessageService:
    unit_of_work: IUnitOfWorkFactory

    async def send(self, customer_id: int, text: str) -> Message:
        async with self.unit_of_work() as work:
            return await work.messages.add(customer_id, text)

    async def mark_read(self, message_id: int) -> Message:
        async with self.unit_of_work() as work:
            message = await work.messages.mark_read(message_id)
        if message is None:
            raise MessageNotFoundError(message_id)
        return message
