"""Orders and the products they are about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Product:
    sku: str
    name: str
    stock: int


@dataclass(frozen=True, slots=True)
class OrderLine:
    sku: str
    quantity: int


@dataclass(frozen=True, slots=True)
class NewOrder:
    customer: str
    lines: tuple[OrderLine, ...]

    @property
    def quantities(self) -> dict[str, int]:
        """Pieces wanted of each sku, over all lines."""
        wanted: dict[str, int] = {}
        for line in self.lines:
            wanted[line.sku] = wanted.get(line.sku, 0) + line.quantity
        return wanted


@dataclass(frozen=True, slots=True)
class Order:
    id: int
    customer: str
    lines: tuple[OrderLine, ...]


@dataclass(frozen=True, slots=True)
class Movement:
    order_id: int
    change: int
