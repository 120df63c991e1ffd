"""The customers."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.repositories.orm.base import Base, Id


class CustomerRow(Base):
    __tablename__ = "customers"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
