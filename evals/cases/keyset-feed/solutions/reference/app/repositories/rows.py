"""The tables."""

from datetime import datetime

from sqlalchemy import DateTime, Index
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class PostRow(Base):
    __tablename__ = "posts"
    __table_args__ = (Index("posts_feed", "topic", "published_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str]
    text: Mapped[str]
    published_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
