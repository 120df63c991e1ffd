from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    name: str
    price_cents: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Cart:
    id: int
    items: tuple[Item, ...]

    @property
    def items_cents(self) -> int:
        return sum(item.price_cents * item.quantity for item in self.items)
