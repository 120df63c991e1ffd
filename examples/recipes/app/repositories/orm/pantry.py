"""One table: what each user has at home."""

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.repositories.orm.base import Base


class PantryRow(Base):
    __tablename__ = "pantry"
    __table_args__ = (CheckConstraint("grams > 0", name="grams_positive"),)

    owner_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    food: Mapped[str] = mapped_column(String(100), primary_key=True)
    grams: Mapped[int]
