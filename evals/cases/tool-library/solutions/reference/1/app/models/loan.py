"""Loans."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewLoan:
    member_id: int
    tool_id: int


@dataclass(frozen=True, slots=True)
class Loan:
    id: int
    member_id: int
    tool_id: int
    status: str
