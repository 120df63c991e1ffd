"""Orders: what a customer buys, line by line."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OrderLine:
    sku: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Order:
    id: int
    customer: str
    lines: tuple[OrderLine, ...]
