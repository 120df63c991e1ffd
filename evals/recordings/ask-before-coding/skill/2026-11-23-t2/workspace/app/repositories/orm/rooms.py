from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.repositories.orm.base import Base


class RoomRow(Base):
    __tablename__ = "rooms"
    __table_args__ = (UniqueConstraint("name"), CheckConstraint("seats >= 1", name="seats_positive"))

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    seats: Mapped[int]
