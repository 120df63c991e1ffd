import re
from datetime import UTC, datetime
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from app.models import MAX_INTEGER


def _no_nul(value: str) -> str:
    if "\x00" in value:  # PostgreSQL cannot store it
        raise ValueError("must not contain NUL characters")
    return value


def _iso_string(value: Any) -> Any:
    # Pydantic would also take a Unix timestamp and assume UTC.
    if not isinstance(value, str) or not re.match(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("must be an ISO 8601 time with an offset")
    return value


def _to_utc(value: datetime) -> datetime:
    try:
        value = value.astimezone(UTC)
    except OverflowError:
        raise ValueError("is out of range") from None
    # asyncpg would store these two as PostgreSQL's -infinity and infinity.
    if value.replace(tzinfo=None) in (datetime.min, datetime.max):
        raise ValueError("is out of range")
    return value


ShortText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_no_nul),
]
UtcDatetime = Annotated[
    AwareDatetime, BeforeValidator(_iso_string), AfterValidator(_to_utc)
]


class RoomIn(BaseModel):
    name: ShortText
    seats: int = Field(ge=1, le=MAX_INTEGER)


class RoomOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    seats: int


class BookingIn(BaseModel):
    title: ShortText
    starts_at: UtcDatetime
    ends_at: UtcDatetime

    @model_validator(mode="after")
    def _end_after_start(self) -> Self:
        if self.ends_at <= self.starts_at:
            raise ValueError("ends_at must be after starts_at")
        return self


class BookingOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    room_id: int
    title: str
    starts_at: datetime
    ends_at: datetime
