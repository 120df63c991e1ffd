"""Reservations: a place in the line for a tool."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewReservation:
    tool_id: int
    member_id: int


@dataclass(frozen=True, slots=True)
class Reservation:
    """waiting, ready (a copy is kept aside), fulfilled or cancelled."""

    id: int
    tool_id: int
    member_id: int
    status: str

    @property
    def is_active(self) -> bool:
        return self.status in {"waiting", "ready"}
