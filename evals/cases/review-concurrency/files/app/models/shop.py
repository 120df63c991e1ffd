"""Customers and what the home screen tells them."""

from dataclasses import dataclass


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
class Home:
    customer: Customer
    recent_orders: list[Order]
    unread_messages: int
    points: int
    next_delivery: str | None
