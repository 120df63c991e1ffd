"""The tables."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class PageRow(Base):
    __tablename__ = "pages"

    slug: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]


class VersionRow(Base):
    __tablename__ = "versions"

    slug: Mapped[str] = mapped_column(ForeignKey("pages.slug"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    text: Mapped[str]
    updated_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.clock_timestamp()
    )
