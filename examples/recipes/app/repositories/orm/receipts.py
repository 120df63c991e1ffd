"""Idempotency keys."""

from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.repositories.orm.base import Base


class ReceiptRow(Base):
    __tablename__ = "receipts"

    owner_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    recipe_id: Mapped[UUID]
