from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.models.orders import OrderLine, PlaceOrderInput
from app.models.products import Product

# PostgreSQL's text cannot hold NUL.
Text = Annotated[str, Field(pattern=r"^[^\x00]*$")]
# Indexed: an index entry has a maximum of about 2,700 bytes.
Key = Annotated[Text, Field(min_length=1, max_length=320)]


class Wire(BaseModel):
    """Reads domain models on the way out."""

    model_config = ConfigDict(from_attributes=True)


class ProductBody(Wire, extra="forbid"):
    sku: Key
    name: Text
    stock: int = Field(ge=0, le=2**63 - 1)

    def to_input(self) -> Product:
        return Product(sku=self.sku, name=self.name, stock=self.stock)


class MovementBody(Wire):
    order_id: int
    change: int


class OrderLineBody(Wire, extra="forbid"):
    sku: Text
    quantity: int = Field(ge=1)


class PlaceOrderBody(Wire, extra="forbid"):
    customer: Key
    lines: list[OrderLineBody] = Field(min_length=1)

    def to_input(self) -> PlaceOrderInput:
        return PlaceOrderInput(
            customer=self.customer, lines=tuple(OrderLine(line.sku, line.quantity) for line in self.lines)
        )


class OrderBody(Wire):
    id: int
    customer: str
    lines: list[OrderLineBody]
