"""The messages to customers."""

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.repositories.orm.base import Base, Id


class MessageRow(Base):
    __tablename__ = "messages"
    __table_args__ = (Index("ix_messages_unread", "customer_id", postgresql_where=text("NOT read")),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[int] = mapped_column(Id, ForeignKey("customers.id"))
    text: Mapped[str] = mapped_column(Text)
    read: Mapped[bool]
