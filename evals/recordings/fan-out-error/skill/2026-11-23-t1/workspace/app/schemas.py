from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.models.cart import Item
from app.models.preview import PreviewInput

MIN_BIGINT, MAX_BIGINT = -(2**63), 2**63 - 1

Id = Annotated[int, Field(ge=MIN_BIGINT, le=MAX_BIGINT)]
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]  # PostgreSQL stores no NUL
Key = Annotated[str, Field(min_length=1, max_length=100)]


class Wire(BaseModel):
    """Refuses unknown keys on the way in, reads domain models on the way out."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class CreateCustomerBody(Wire):
    name: Name


class CustomerBody(Wire):
    id: int
    name: str


class ItemBody(Wire):
    name: Name
    price_cents: int = Field(ge=0, le=MAX_BIGINT)
    quantity: int = Field(ge=1, le=MAX_BIGINT)


class CreateCartBody(Wire):
    items: list[ItemBody] = Field(max_length=1000)

    def to_input(self) -> tuple[Item, ...]:
        return tuple(Item(item.name, item.price_cents, item.quantity) for item in self.items)


class CartBody(Wire):
    id: int
    items: list[ItemBody]


class PreviewQuery(Wire):
    customer_id: Id
    cart_id: Id
    postcode: Key
    country: Key

    def to_input(self) -> PreviewInput:
        return PreviewInput(self.customer_id, self.cart_id, self.postcode, self.country)


class PreviewBody(Wire):
    customer: str
    items_cents: int
    shipping_cents: int
    tax_cents: int
    total_cents: int
