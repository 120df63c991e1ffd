"""What comes over the wire. Only routes know these; the answers have the shape of the models."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from app.models.booking import CreateBookingInput

NO_NUL = r"^[^\x00]*$"  # PostgreSQL stores every character but this one
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=NO_NUL)]


def _in_utc(text: object) -> datetime:
    """Pydantic alone would also take a number of seconds, which has no offset either."""
    if not isinstance(text, str):
        raise ValueError("must be text such as 2026-05-04T09:00:00Z")
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("must have an offset, such as Z or +02:00")
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("is outside of the years 1 to 9999 in UTC") from error


Moment = Annotated[AwareDatetime, BeforeValidator(_in_utc)]


class Wire(BaseModel):
    """Refuses unknown keys."""

    model_config = ConfigDict(extra="forbid")


class CreateRoomBody(Wire):
    name: Label
    seats: int = Field(ge=1, le=100_000)


class CreateBookingBody(Wire):
    title: Label
    starts_at: Moment
    ends_at: Moment

    def to_input(self) -> CreateBookingInput:
        return CreateBookingInput(title=self.title, starts_at=self.starts_at, ends_at=self.ends_at)
