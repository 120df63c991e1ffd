"""Swaps: two assignments that are to exchange their people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewSwap:
    give: int
    take: int


@dataclass(frozen=True, slots=True)
class Swap:
    """open, accepted or withdrawn."""

    id: int
    give: int
    take: int
    status: str
