from dataclasses import dataclass
from enum import Enum, auto


class Miss(Enum):
    """Why a rate could not be had. A value and not an error, because several look-ups may miss at once."""

    NOT_SERVED = auto()
    UNAVAILABLE = auto()


@dataclass(slots=True)
class PreviewInput:
    customer_id: int
    cart_id: int
    postcode: str
    country: str


@dataclass(frozen=True, slots=True)
class Preview:
    customer: str
    items_cents: int
    shipping_cents: int
    tax_cents: int

    @property
    def total_cents(self) -> int:
        return self.items_cents + self.shipping_cents + self.tax_cents
