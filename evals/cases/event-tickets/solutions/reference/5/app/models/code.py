"""Discount codes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewCode:
    code: str
    percent: int
    uses: int
    category: str | None


@dataclass(frozen=True, slots=True)
class Code:
    code: str
    percent: int
    uses: int
    left: int
    category: str | None

    def lowers(self, cents: int) -> int:
        """What a price becomes, rounded down."""
        return cents * (100 - self.percent) // 100
