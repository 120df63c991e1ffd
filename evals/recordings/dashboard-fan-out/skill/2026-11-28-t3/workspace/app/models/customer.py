"""Who buys."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Customer:
    id: int
    name: str
