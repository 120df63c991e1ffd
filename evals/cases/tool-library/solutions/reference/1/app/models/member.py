"""Members."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewMember:
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Member:
    id: int
    name: str
    email: str
