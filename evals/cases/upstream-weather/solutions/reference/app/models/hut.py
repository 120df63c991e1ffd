"""Huts and their weather."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hut:
    name: str
    station: str


@dataclass(frozen=True, slots=True)
class Weather:
    hut: str
    celsius: float
    stale: bool
