import re
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

from app.models.bookings import CreateBookingInput
from app.models.rooms import CreateRoomInput

_DATE_AND_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]")
_MAX_INTEGER = 2**31 - 1  # the largest number that a PostgreSQL integer holds


def _refuse_timestamps(value: object) -> object:
    # Pydantic takes 1777885200 for seconds in UTC, although it names no offset.
    if not (isinstance(value, str) and _DATE_AND_TIME.match(value)):
        raise ValueError("give a date, a time and an offset, such as 2026-05-04T09:00:00Z")
    return value


def _to_utc(moment: datetime) -> datetime:
    # asyncpg takes the first and the last moment of the calendar for infinity, and other offsets lead beyond them.
    if not 1 < moment.year < 9999:
        raise ValueError("give a year between 2 and 9998")
    return moment.astimezone(UTC)


Moment = Annotated[AwareDatetime, BeforeValidator(_refuse_timestamps), AfterValidator(_to_utc)]
# PostgreSQL cannot store the character NUL.
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00]*$")
]


class Wire(BaseModel):
    """Refuses unknown keys on the way in, reads domain models on the way out."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class CreateRoomBody(Wire):
    name: Text
    seats: int = Field(strict=True, ge=1, le=_MAX_INTEGER)

    def to_input(self) -> CreateRoomInput:
        return CreateRoomInput(name=self.name, seats=self.seats)


class RoomBody(Wire):
    id: int
    name: str
    seats: int


class RoomQuery(Wire):
    min_seats: int = Field(default=0, ge=0, le=_MAX_INTEGER)


class CreateBookingBody(Wire):
    title: Text
    starts_at: Moment
    ends_at: Moment

    def to_input(self) -> CreateBookingInput:
        return CreateBookingInput(title=self.title, starts_at=self.starts_at, ends_at=self.ends_at)


class BookingBody(Wire):
    id: int
    room_id: int
    title: str
    starts_at: datetime
    ends_at: datetime
