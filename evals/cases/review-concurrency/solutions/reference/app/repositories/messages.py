"""Messages in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.shop import Message
from app.repositories.rows import MessageRow


def to_message(row: MessageRow) -> Message:
    return Message(id=row.id, customer_id=row.customer_id, text=row.text, read=row.read)


@dataclass(frozen=True, slots=True)
class MessageRepository:
    session: AsyncSession

    async def add(self, customer_id: int, text: str) -> Message:
        row = MessageRow(customer_id=customer_id, text=text, read=False)
        self.session.add(row)
        await self.session.flush()
        return to_message(row)

    async def mark_read(self, message_id: int) -> Message | None:
        row = await self.session.get(MessageRow, message_id)
        if row is None:
            return None
        row.read = True
        await self.session.flush()
        return to_message(row)

    async def count_unread(self, customer_id: int) -> int:
        unread = select(func.count(MessageRow.id)).where(
            MessageRow.customer_id == customer_id, ~MessageRow.read
        )
        return await self.session.scalar(unread) or 0

    async def remove_read(self) -> None:
        await self.session.execute(delete(MessageRow).where(MessageRow.read))
