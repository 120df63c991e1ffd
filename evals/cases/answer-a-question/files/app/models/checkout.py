"""What a checkout is made of."""

from dataclasses import dataclass
from enum import Enum, auto


@dataclass(frozen=True, slots=True)
class Customer:
    id: int
    name: str


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


@dataclass(frozen=True, slots=True)
class PreviewRequest:
    customer_id: int
    cart_id: int
    postcode: str
    country: str


class NoRate(Enum):
    """Why a service of another team gave no number."""

    NOT_SERVED = auto()
    UNAVAILABLE = auto()


@dataclass(frozen=True, slots=True)
class Preview:
    customer: str
    items_cents: int
    shipping_cents: int
    tax_cents: int
    total_cents: int
