"""The home screen."""

from dataclasses import dataclass
from datetime import date

from app.models.customer import Customer
from app.models.order import Order


@dataclass(frozen=True, slots=True)
class Home:
    customer: Customer
    recent_orders: tuple[Order, ...]
    unread_messages: int
    points: int
    next_delivery: date | None
