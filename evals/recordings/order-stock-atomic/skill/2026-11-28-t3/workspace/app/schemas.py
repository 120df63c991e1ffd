"""What goes over the wire. Only routes know these."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.models.order import OrderLine
from app.models.product import Product

NO_NUL = r"^[^\x00]*$"  # PostgreSQL stores every character but this one
Text = Annotated[str, StringConstraints(pattern=NO_NUL)]
Sku = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=NO_NUL)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=NO_NUL)]
Customer = Annotated[str, StringConstraints(min_length=1, max_length=320, pattern=NO_NUL)]


class Wire(BaseModel):
    """Refuses unknown keys on the way in, reads domain models on the way out."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class CreateProductBody(Wire):
    sku: Sku
    name: Name
    stock: int = Field(strict=True, ge=0, le=2**63 - 1)

    def to_input(self) -> Product:
        return Product(sku=self.sku, name=self.name, stock=self.stock)


class MovementBody(Wire):
    order_id: int
    change: int


class OrderLineBody(Wire):
    """A sku or a quantity that no product can have is still an answer of the stock: 404, 409."""

    sku: Text
    quantity: int = Field(strict=True, ge=1)


class PlaceOrderBody(Wire):
    customer: Customer
    lines: list[OrderLineBody] = Field(min_length=1, max_length=1000)

    def to_lines(self) -> tuple[OrderLine, ...]:
        return tuple(OrderLine(line.sku, line.quantity) for line in self.lines)
