"""Orders."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NewOrder:
    event_id: int
    buyer: str
    quantity: int
    code: str | None
    category: str | None


@dataclass(frozen=True, slots=True)
class Order:
    """held, expired, paying, paid or cancelled."""

    id: int
    event_id: int
    buyer: str
    quantity: int
    total_cents: int
    status: str
    code: str | None
    expires_at: datetime
    payment_url: str | None
    category: str

    @property
    def can_be_cancelled(self) -> bool:
        return self.status in {"held", "paid"}


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """`before` is the id of the last order of the page before."""

    event_id: int
    limit: int
    status: str | None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class OrderPage:
    items: list[Order]
    next_cursor: str | None
