"""Products and how their stock changed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Product:
    sku: str
    name: str
    stock: int


@dataclass(frozen=True, slots=True)
class Movement:
    sku: str
    order_id: int
    change: int
