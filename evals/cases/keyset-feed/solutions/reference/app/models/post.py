"""Posts, and a place in a feed of them."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime

from app.errors import InvalidCursorError


@dataclass(frozen=True, slots=True)
class NewPost:
    topic: str
    text: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Post:
    id: int
    topic: str
    text: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last post of a page: the next page begins after it."""

    published_at: datetime
    id: int

    def encoded(self) -> str:
        return urlsafe_b64encode(f"{self.published_at.isoformat()}|{self.id}".encode()).decode()

    @classmethod
    def decoded(cls, text: str) -> "Cursor":
        try:
            moment, _, number = urlsafe_b64decode(text.encode()).decode().partition("|")
            cursor = cls(datetime.fromisoformat(moment), int(number))
        except ValueError as error:
            raise InvalidCursorError from error
        if cursor.published_at.tzinfo is None or not 0 < cursor.id < 2**31:
            raise InvalidCursorError
        return cursor


@dataclass(frozen=True, slots=True)
class Page:
    posts: tuple[Post, ...]
    next: str | None
