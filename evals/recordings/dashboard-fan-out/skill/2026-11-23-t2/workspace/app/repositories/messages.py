from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.shop import Message
from app.repositories.mapping import customer_must_exist, to_message
from app.repositories.orm import MessageRow


@dataclass(frozen=True, slots=True)
class MessageRepository:
    session: AsyncSession

    async def add(self, customer_id: int, text: str) -> Message:
        row = MessageRow(customer_id=customer_id, text=text, read=False)
        self.session.add(row)
        with customer_must_exist(customer_id, "fk_messages_customer_id_customers"):
            await self.session.flush()
        return to_message(row)

    async def mark_read(self, message_id: int) -> Message | None:
        change = update(MessageRow).where(MessageRow.id == message_id).values(read=True).returning(MessageRow)
        row = await self.session.scalar(change)
        return to_message(row) if row else None
