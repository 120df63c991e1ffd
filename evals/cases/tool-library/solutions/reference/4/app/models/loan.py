"""Loans."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewLoan:
    """`key` is the client's name for this request; a request of the same key is the same request."""

    member_id: int
    tool_id: int
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Loan:
    """deposit: none, held, released or due."""

    id: int
    member_id: int
    tool_id: int
    status: str
    deposit: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A copy taken for a loan whose deposit is still to be held."""

    loan: Loan
    deposit_cents: int
    reservation_id: int | None
