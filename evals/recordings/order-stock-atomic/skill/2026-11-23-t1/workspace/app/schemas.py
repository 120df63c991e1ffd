from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.models.orders import OrderLine, PlaceOrderInput
from app.models.products import Product

# PostgreSQL's text holds no NUL.
Text = Annotated[str, Field(pattern=r"^[^\x00]*$")]
# A new sku must fit into the path /products/{sku}.
NewSku = Annotated[str, Field(pattern=r"^[^/\x00]+$", max_length=64)]


class Wire(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class ProductBody(Wire, extra="forbid"):
    sku: NewSku
    name: Text = Field(max_length=200)
    stock: int = Field(ge=0, le=2**31 - 1)

    def to_input(self) -> Product:
        return Product(sku=self.sku, name=self.name, stock=self.stock)


class MovementBody(Wire):
    order_id: int
    change: int


class OrderLineBody(Wire, extra="forbid"):
    sku: Text
    quantity: int = Field(ge=1)


class PlaceOrderBody(Wire, extra="forbid"):
    customer: Text = Field(min_length=1, max_length=320)
    lines: list[OrderLineBody] = Field(min_length=1, max_length=1000)

    def to_input(self) -> PlaceOrderInput:
        lines = tuple(OrderLine(line.sku, line.quantity) for line in self.lines)
        return PlaceOrderInput(customer=self.customer, lines=lines)


class OrderBody(Wire):
    id: int
    customer: str
    lines: list[OrderLineBody]
