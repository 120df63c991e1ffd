"""The messages to a customer."""

from dataclasses import dataclass
from typing import Protocol

from app.errors import NotFoundError
from app.models.shop import Message
from app.repositories.protocols import IUnitOfWorkFactory


class IMessageService(Protocol):
    async def send(self, customer_id: int, text: str) -> Message: ...
    async def mark_read(self, message_id: int) -> Message: ...
    async def count_unread(self, customer_id: int) -> int: ...


@dataclass(frozen=True, slots=True)
class MessageService:
    unit_of_work: IUnitOfWorkFactory

    async def send(self, customer_id: int, text: str) -> Message:
        async with self.unit_of_work() as work:
            if await work.customers.find(customer_id) is None:
                raise NotFoundError("customer", customer_id)
            return await work.messages.add(customer_id, text)

    async def mark_read(self, message_id: int) -> Message:
        async with self.unit_of_work() as work:
            message = await work.messages.mark_read(message_id)
        if message is None:
            raise NotFoundError("message", message_id)
        return message

    async def count_unread(self, customer_id: int) -> int:
        async with self.unit_of_work() as work:
            return await work.messages.count_unread(customer_id)
