"""What was bought."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Order:
    id: int
    customer_id: int
    item: str
    total_cents: int
