"""What the shop tells a customer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    id: int
    customer_id: int
    text: str
    read: bool
