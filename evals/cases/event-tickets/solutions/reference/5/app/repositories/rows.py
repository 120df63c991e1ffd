"""The tables."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class EventRow(Base):
    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    hold_seconds: Mapped[int]


class OrderRow(Base):
    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    buyer: Mapped[str]
    quantity: Mapped[int]
    total_cents: Mapped[int]
    status: Mapped[str]
    code: Mapped[str | None]
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    payment_url: Mapped[str | None]
    category: Mapped[str]


class CodeRow(Base):
    __tablename__ = "codes"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    percent: Mapped[int]
    uses: Mapped[int]
    category: Mapped[str | None]


class PaymentRow(Base):
    __tablename__ = "payments"

    name: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str]
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    ended: Mapped[bool]


class CategoryRow(Base):
    __tablename__ = "categories"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    name: Mapped[str]
    capacity: Mapped[int]
    price_cents: Mapped[int]
