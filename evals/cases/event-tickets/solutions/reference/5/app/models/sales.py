"""What was sold."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CategorySales:
    name: str
    tickets: int
    cents: int


@dataclass(frozen=True, slots=True)
class Sales:
    tickets: int
    cents: int
    by_category: list[CategorySales]
