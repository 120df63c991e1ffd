"""The tables."""

from sqlalchemy import BigInteger
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class ReportRow(Base):
    __tablename__ = "reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    region: Mapped[str]
    status: Mapped[str] = mapped_column(index=True)
    total_cents: Mapped[int | None] = mapped_column(BigInteger)
    error: Mapped[str | None]
