from dataclasses import dataclass
from enum import Enum


class RateFailure(Enum):
    """Why a rate service gave no rate: an answer, not an error, so that the other look-ups run on."""

    NOT_SERVED = "not_served"
    UNAVAILABLE = "unavailable"


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
    total_cents: int
