"""What goes over the wire. Only routes know these."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.models.cart import CartItem
from app.models.preview import PreviewInput

NO_NUL = r"^[^\x00]*$"  # PostgreSQL stores every character but this one
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=NO_NUL)]
# A letter or digit somewhere: empty, "." and ".." would be another path at the services.
Place = Annotated[str, StringConstraints(max_length=100, pattern=r"\w")]


class Wire(BaseModel):
    """Refuses unknown keys on the way in, reads domain models on the way out."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class CreateCustomerBody(Wire):
    name: Name


class CartItemBody(Wire):
    name: Name
    price_cents: int = Field(ge=0, le=10**12)
    quantity: int = Field(ge=1, le=10**6)


class CreateCartBody(Wire):
    items: list[CartItemBody] = Field(max_length=1000)

    def to_input(self) -> tuple[CartItem, ...]:
        return tuple(CartItem(item.name, item.price_cents, item.quantity) for item in self.items)


class PreviewQuery(Wire):
    customer_id: int
    cart_id: int
    postcode: Place
    country: Place

    def to_input(self) -> PreviewInput:
        return PreviewInput(self.customer_id, self.cart_id, self.postcode, self.country)


class PreviewBody(Wire):
    customer: str
    items_cents: int
    shipping_cents: int
    tax_cents: int
    total_cents: int
