"""Tools and how many copies of them are there."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewTool:
    name: str
    copies: int


@dataclass(frozen=True, slots=True)
class Tool:
    id: int
    name: str
    copies: int
    available: int
