import datetime as dt
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _storable(value: str) -> str:
    if "\x00" in value:
        raise ValueError("must not contain NUL characters")  # PostgreSQL cannot store them
    return value


def _not_blank(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be empty")
    return value


Text = Annotated[str, AfterValidator(_storable)]


class CustomerIn(BaseModel):
    name: Annotated[Text, AfterValidator(_not_blank)]


class OrderIn(BaseModel):
    item: Text
    total_cents: int = Field(ge=0, le=2**63 - 1)


class MessageIn(BaseModel):
    text: Text


class CustomerOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str


class OrderOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    customer_id: int
    item: str
    total_cents: int


class MessageOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    customer_id: int
    text: str
    read: bool


class HomeOut(BaseModel):
    customer: CustomerOut
    recent_orders: list[OrderOut]
    unread_messages: int
    points: int
    next_delivery: dt.date | None
