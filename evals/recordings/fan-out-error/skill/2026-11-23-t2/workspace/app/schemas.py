from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.models.carts import CartItem
from app.models.previews import PreviewInput

LARGEST = 2**63 - 1  # what a BIGINT column holds

Id = Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
# PostgreSQL's text holds every character but NUL.
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
# One path segment of another service's URL; without a letter or digit it would be another path ("", ".", "..").
RateKey = Annotated[str, Field(max_length=50, pattern=r"[\p{L}\p{N}]")]


class Wire(BaseModel):
    """Refuses unknown keys on the way in, reads domain models on the way out."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class CreateCustomerBody(Wire):
    name: Name


class CustomerBody(Wire):
    id: int
    name: str


class CartItemBody(Wire):
    name: Name
    price_cents: int = Field(strict=True, ge=0, le=LARGEST)
    quantity: int = Field(strict=True, gt=0, le=LARGEST)


class CreateCartBody(Wire):
    items: list[CartItemBody] = Field(max_length=1000)

    def to_items(self) -> tuple[CartItem, ...]:
        return tuple(CartItem(item.name, item.price_cents, item.quantity) for item in self.items)


class CartBody(Wire):
    id: int
    items: list[CartItemBody]


class PreviewQuery(Wire):
    customer_id: Id
    cart_id: Id
    postcode: RateKey
    country: RateKey

    def to_input(self) -> PreviewInput:
        return PreviewInput(self.customer_id, self.cart_id, self.postcode, self.country)


class PreviewBody(Wire):
    customer: str
    items_cents: int
    shipping_cents: int
    tax_cents: int
    total_cents: int
