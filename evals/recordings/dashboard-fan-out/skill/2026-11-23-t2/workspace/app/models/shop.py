from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Customer:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Order:
    id: int
    customer_id: int
    item: str
    total_cents: int


@dataclass(frozen=True, slots=True)
class Message:
    id: int
    customer_id: int
    text: str
    read: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """What our own database knows for the home screen."""

    customer: Customer
    recent_orders: tuple[Order, ...]
    unread_messages: int


@dataclass(frozen=True, slots=True)
class Home:
    customer: Customer
    recent_orders: tuple[Order, ...]
    unread_messages: int
    points: int
    next_delivery: date | None
