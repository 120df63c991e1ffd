"""Orders."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NewOrder:
    event_id: int
    buyer: str
    quantity: int
    code: str | None


@dataclass(frozen=True, slots=True)
class Order:
    """held, expired, paid or cancelled."""

    id: int
    event_id: int
    buyer: str
    quantity: int
    total_cents: int
    status: str
    code: str | None
    expires_at: datetime

    @property
    def can_be_cancelled(self) -> bool:
        return self.status in {"held", "paid"}
