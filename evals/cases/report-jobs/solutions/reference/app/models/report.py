"""Reports."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Report:
    id: int
    region: str
    status: Status
    total_cents: int | None
    error: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    status: Status
    total_cents: int | None = None
    error: str | None = None
