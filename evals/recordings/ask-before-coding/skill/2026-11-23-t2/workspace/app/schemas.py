from datetime import UTC, datetime
from typing import Annotated

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from app.models.bookings import BookingInput
from app.models.rooms import RoomInput

# PostgreSQL's text holds no NUL.
_TEXT = r"^[^\x00]*$"
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=_TEXT)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=_TEXT)]


def _refuse_numbers(value: object) -> object:
    # Pydantic would take 1777885200 and "1777885200" for Unix times, which carry no offset.
    if not isinstance(value, str) or ":" not in value:
        raise ValueError("must be an ISO 8601 date and time with an offset")
    return value


def _to_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("is out of range") from error


Moment = Annotated[AwareDatetime, BeforeValidator(_refuse_numbers), AfterValidator(_to_utc)]


class Wire(BaseModel):
    model_config = ConfigDict(extra="forbid", from_attributes=True)


class CreateRoomBody(Wire):
    name: Name
    seats: int = Field(ge=1, le=2**31 - 1)

    def to_input(self) -> RoomInput:
        return RoomInput(self.name, self.seats)


class RoomBody(Wire):
    id: int
    name: str
    seats: int


class CreateBookingBody(Wire):
    title: Title
    starts_at: Moment
    ends_at: Moment

    def to_input(self) -> BookingInput:
        return BookingInput(self.title, self.starts_at, self.ends_at)


class BookingBody(Wire):
    id: int
    room_id: int
    title: str
    starts_at: datetime
    ends_at: datetime
