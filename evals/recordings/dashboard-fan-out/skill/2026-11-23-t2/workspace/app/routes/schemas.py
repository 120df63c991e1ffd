from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

# PostgreSQL cannot store the character NUL.
WITHOUT_NUL = r"^[^\x00]*$"
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=WITHOUT_NUL)]
Paragraph = Annotated[str, StringConstraints(min_length=1, max_length=10_000, pattern=WITHOUT_NUL)]


class Wire(BaseModel):
    """Refuses unknown keys on the way in, reads domain models on the way out."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class CreateCustomerBody(Wire):
    name: Line


class PlaceOrderBody(Wire):
    item: Line
    total_cents: int = Field(ge=0, le=2**63 - 1)


class SendMessageBody(Wire):
    text: Paragraph


class CustomerBody(Wire):
    id: int
    name: str


class OrderBody(Wire):
    id: int
    customer_id: int
    item: str
    total_cents: int


class MessageBody(Wire):
    id: int
    customer_id: int
    text: str
    read: bool


class HomeBody(Wire):
    customer: CustomerBody
    recent_orders: list[OrderBody]
    unread_messages: int
    points: int
    next_delivery: date | None
