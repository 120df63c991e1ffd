"""The outbox: announcements written with the change they tell of, sent later by the worker."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, String
from sqlalchemy.orm import Mapped, mapped_column

from app.repositories.orm.base import Base


class AnnouncementRow(Base):
    __tablename__ = "announcements"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[str] = mapped_column(String(64))
    recipe_id: Mapped[UUID]
    title: Mapped[str] = mapped_column(String(200))
    due_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
