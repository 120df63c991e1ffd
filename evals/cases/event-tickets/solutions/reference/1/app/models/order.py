"""Orders."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewOrder:
    event_id: int
    buyer: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Order:
    id: int
    event_id: int
    buyer: str
    quantity: int
    total_cents: int
    status: str
