from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.models import MAX_INT

# PostgreSQL cannot store NUL characters in text.
Name = Annotated[str, Field(min_length=1, max_length=1000, pattern=r"^[^\x00]*$")]


class CustomerIn(BaseModel):
    name: Name


class CustomerOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str


class ItemIn(BaseModel):
    name: Name
    price_cents: int = Field(ge=0, le=MAX_INT, strict=True)
    quantity: int = Field(ge=1, le=MAX_INT, strict=True)


class CartIn(BaseModel):
    items: list[ItemIn]


class ItemOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    name: str
    price_cents: int
    quantity: int


class CartOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    items: list[ItemOut]


class PreviewOut(BaseModel):
    customer: str
    items_cents: int
    shipping_cents: int
    tax_cents: int
    total_cents: int
