"""The tables."""

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, Index
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class ReadingRow(Base):
    __tablename__ = "readings"
    __table_args__ = (Index("readings_of_sensor", "sensor", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    sensor: Mapped[str]
    value: Mapped[float]
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
