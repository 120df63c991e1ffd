"""What a checkout would cost."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class TaxRate:
    percent: Fraction

    def tax_cents(self, items_cents: int) -> int:
        """Exact, then rounded down to a cent."""
        return items_cents * self.percent // 100


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
