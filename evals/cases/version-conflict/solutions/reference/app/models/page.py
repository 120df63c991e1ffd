"""Pages and their versions."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Content:
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Version:
    version: int
    title: str
    text: str
    updated_at: datetime

    @property
    def content(self) -> Content:
        return Content(self.title, self.text)


@dataclass(frozen=True, slots=True)
class Page:
    slug: str
    title: str
    text: str
    version: int
    updated_at: datetime
