"""Payments at the provider."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Payment:
    name: str
    url: str
    order_id: int
