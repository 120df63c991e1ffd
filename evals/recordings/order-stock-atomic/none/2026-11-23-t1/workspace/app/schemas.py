from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

BIGINT_MAX = 2**63 - 1

# PostgreSQL cannot store NUL in text.
PlainText = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]


class Schema(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Product(Schema):
    # Indexed values are bounded: a B-tree entry has to fit in a third of a page.
    sku: Annotated[PlainText, Field(min_length=1, max_length=255)]
    name: PlainText
    stock: Annotated[int, Field(ge=0, le=BIGINT_MAX)]


class Movement(Schema):
    order_id: int
    change: int


class OrderLine(Schema):
    sku: PlainText
    quantity: Annotated[int, Field(ge=1)]


class NewOrder(Schema):
    customer: Annotated[PlainText, Field(min_length=1, max_length=320)]
    lines: Annotated[list[OrderLine], Field(min_length=1)]


class Order(Schema):
    id: int
    customer: str
    lines: list[OrderLine]
