"""A member at a glance."""

from dataclasses import dataclass

from app.models.loan import Loan
from app.models.member import Member
from app.models.reservation import Reservation


@dataclass(frozen=True, slots=True)
class Overview:
    member: Member
    limit: int
    open_loans: list[Loan]
    reservations: list[Reservation]
    deposits_cents: int
