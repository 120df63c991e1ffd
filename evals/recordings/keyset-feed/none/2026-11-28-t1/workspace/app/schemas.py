import re
from datetime import datetime, timezone
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict

UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
DATE_AND_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ]")


def _storable(value: str) -> str:
    # JSON can express both of these, PostgreSQL can store neither.
    if UNSTORABLE.search(value):
        raise ValueError("must not contain NUL characters or lone surrogates")
    return value


def _written_out(value: Any) -> Any:
    # Pydantic would take 1777885200 or "1777885200" as a Unix time in UTC,
    # but such a time has no offset.
    if not isinstance(value, str) or not DATE_AND_TIME.match(value):
        raise ValueError("must be an ISO 8601 date and time with an offset")
    return value


def _to_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(timezone.utc)
    except OverflowError:  # e.g. 0001-01-01T00:00:00+01:00
        raise ValueError("is out of range") from None


StorableStr = Annotated[str, AfterValidator(_storable)]
UtcDatetime = Annotated[AwareDatetime, BeforeValidator(_written_out), AfterValidator(_to_utc)]


class PostIn(BaseModel):
    text: StorableStr
    published_at: UtcDatetime


class PostOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    topic: str
    text: str
    published_at: datetime


class Page(BaseModel):
    posts: list[PostOut]
    next: str | None
