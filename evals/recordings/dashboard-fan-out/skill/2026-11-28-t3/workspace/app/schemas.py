"""What comes in over the wire. Only routes know these."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

MAX_CENTS = 2**63 - 1  # what the column holds
NOT_BLANK = r"^[^\x00]*[^\x00\s][^\x00]*$"  # PostgreSQL stores every character but \x00
Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=NOT_BLANK)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=10_000, pattern=NOT_BLANK)]


class Wire(BaseModel):
    """Refuses unknown keys: a misspelt one is a 422 instead of silence."""

    model_config = ConfigDict(extra="forbid")


class CreateCustomerBody(Wire):
    name: Line


class PlaceOrderBody(Wire):
    item: Line
    total_cents: int = Field(ge=0, le=MAX_CENTS)


class SendMessageBody(Wire):
    text: Prose
