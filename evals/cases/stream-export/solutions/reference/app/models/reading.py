"""Readings of sensors."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NewReading:
    sensor: str
    value: float
    at: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    id: int
    sensor: str
    value: float
    at: datetime


@dataclass(frozen=True, slots=True)
class Sensor:
    sensor: str
    count: int
    latest: datetime
