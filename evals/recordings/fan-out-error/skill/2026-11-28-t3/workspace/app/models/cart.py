"""What is bought."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CartItem:
    name: str
    price_cents: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Cart:
    id: int
    items: tuple[CartItem, ...]

    @property
    def items_cents(self) -> int:
        return sum(item.price_cents * item.quantity for item in self.items)
