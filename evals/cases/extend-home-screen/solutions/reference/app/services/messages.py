from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import NotFoundError
from app.tables import Message


class MessageService:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def create(self, customer_id: int, text: str) -> Message:
        message = Message(customer_id=customer_id, text=text, read=False)
        self.session.add(message)
        await self.session.commit()
        return message

    async def mark_read(self, message_id: int) -> Message:
        message = await self.session.get(Message, message_id)
        if message is None:
            raise NotFoundError(f"message {message_id} does not exist")
        message.read = True
        await self.session.commit()
        return message

    async def count_unread(self, customer_id: int) -> int:
        query = select(func.count(Message.id)).where(Message.customer_id == customer_id, ~Message.read)
        return await self.session.scalar(query) or 0
