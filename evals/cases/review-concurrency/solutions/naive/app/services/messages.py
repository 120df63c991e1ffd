"""The messages to a customer."""

import asyncio
from dataclasses import dataclass
from typing import Protocol

from app.errors import NotFoundError, TooManyMessagesError
from app.models.shop import Message
from app.repositories.protocols import IUnitOfWorkFactory


MOST_UNREAD = 20
"""A customer never has more unread messages than this; the app cannot show more."""


PURGE_SECONDS = 3600.0


class IMessageService(Protocol):
    async def send(self, customer_id: int, text: str) -> Message: ...
    async def mark_read(self, message_id: int) -> Message: ...
    async def count_unread(self, customer_id: int) -> int: ...
    async def purge_for_ever(self) -> None: ...


@dataclass(frozen=True, slots=True)
class MessageService:
    unit_of_work: IUnitOfWorkFactory

    async def send(self, customer_id: int, text: str) -> Message:
        async with self.unit_of_work() as work:
            if await work.customers.find(customer_id) is None:
                raise NotFoundError("customer", customer_id)
            unread = await work.messages.count_unread(customer_id)
        if unread >= MOST_UNREAD:
            raise TooManyMessagesError(customer_id)
        async with self.unit_of_work() as work:
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

    async def purge_for_ever(self) -> None:
        """Every hour remove the messages that were read."""
        while True:
            await asyncio.sleep(PURGE_SECONDS)
            async with self.unit_of_work() as work:
                await work.messages.remove_read()
