"""Orders."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewOrder:
    event_id: int
    buyer: str
    quantity: int
    code: str | None


@dataclass(frozen=True, slots=True)
class Order:
    id: int
    event_id: int
    buyer: str
    quantity: int
    total_cents: int
    status: str
    code: str | None
