"""Portfolios and what they are worth."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Position:
    symbol: str
    shares: int


@dataclass(frozen=True, slots=True)
class NewPortfolio:
    name: str
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Portfolio:
    id: int
    name: str
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class ValuedPosition:
    symbol: str
    shares: int
    price_cents: int | None
    value_cents: int | None


@dataclass(frozen=True, slots=True)
class Valuation:
    id: int
    total_cents: int
    positions: tuple[ValuedPosition, ...]
