"""Links."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewLink:
    url: str
    max_visits: int | None


@dataclass(frozen=True, slots=True)
class Link:
    code: str
    url: str
    max_visits: int | None
    visits: int
