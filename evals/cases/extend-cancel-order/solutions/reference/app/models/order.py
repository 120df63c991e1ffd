"""Orders and the products they are about."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Product:
    sku: str
    name: str
    stock: int


@dataclass(frozen=True, slots=True)
class OrderLine:
    sku: str
    quantity: int


def quantities_of(lines: tuple[OrderLine, ...]) -> dict[str, int]:
    """Pieces of each sku, over all lines."""
    pieces: dict[str, int] = {}
    for line in lines:
        pieces[line.sku] = pieces.get(line.sku, 0) + line.quantity
    return pieces


@dataclass(frozen=True, slots=True)
class NewOrder:
    customer: str
    lines: tuple[OrderLine, ...]


class OrderStatus(StrEnum):
    PLACED = "placed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Order:
    id: int
    customer: str
    status: OrderStatus
    lines: tuple[OrderLine, ...]


@dataclass(frozen=True, slots=True)
class Movement:
    order_id: int
    change: int
