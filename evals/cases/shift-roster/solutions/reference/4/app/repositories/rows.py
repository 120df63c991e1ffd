"""The tables."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class PersonRow(Base):
    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    hourly_cents: Mapped[int]


class ShiftRow(Base):
    __tablename__ = "shifts"

    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    ends_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    needed: Mapped[int]


class AssignmentRow(Base):
    __tablename__ = "assignments"

    id: Mapped[int] = mapped_column(primary_key=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)


class SwapRow(Base):
    """The assignments' ids alone: a swap can be read when they are gone."""

    __tablename__ = "swaps"

    id: Mapped[int] = mapped_column(primary_key=True)
    give: Mapped[int] = mapped_column(index=True)
    take: Mapped[int] = mapped_column(index=True)
    status: Mapped[str]


class NotificationRow(Base):
    __tablename__ = "notifications"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str]
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"))
    status: Mapped[str] = mapped_column(index=True)
