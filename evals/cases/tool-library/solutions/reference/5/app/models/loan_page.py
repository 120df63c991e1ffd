"""A page of the list of all loans."""

from dataclasses import dataclass

from app.models.loan import Loan


@dataclass(frozen=True, slots=True)
class LoanFilter:
    """`before` is the id of the last loan of the page before."""

    limit: int
    before: int | None = None
    status: str | None = None
    member_id: int | None = None
    tool_id: int | None = None


@dataclass(frozen=True, slots=True)
class LoanPage:
    items: list[Loan]
    next_cursor: str | None
