"""Members and their plans."""

from dataclasses import dataclass
from enum import StrEnum


class Plan(StrEnum):
    BASIC = "basic"
    PATRON = "patron"


@dataclass(frozen=True, slots=True)
class NewMember:
    name: str
    email: str
    plan: Plan


@dataclass(frozen=True, slots=True)
class Member:
    id: int
    name: str
    email: str
    plan: Plan
