"""Messages in the database."""

from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.message import Message
from app.repositories.integrity import customer_required
from app.repositories.orm import MessageRow


@dataclass(frozen=True, slots=True)
class MessageRepository:
    session: AsyncSession

    async def add(self, customer_id: int, text: str) -> Message:
        row = MessageRow(customer_id=customer_id, text=text, read=False)
        self.session.add(row)
        with customer_required(customer_id, "fk_messages_customer_id_customers"):
            await self.session.flush()
        return _to_model(row)

    async def mark_read(self, message_id: int) -> Message | None:
        change = update(MessageRow).where(MessageRow.id == message_id).values(read=True)
        row = await self.session.scalar(change.returning(MessageRow))
        return _to_model(row) if row else None

    async def count_unread(self, customer_id: int) -> int:
        query = select(func.count()).where(MessageRow.customer_id == customer_id, ~MessageRow.read)
        return (await self.session.scalars(query)).one()


def _to_model(row: MessageRow) -> Message:
    return Message(row.id, row.customer_id, row.text, row.read)
