"""Payments."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewPayment:
    key: str
    account: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class Payment:
    id: int
    account: str
    amount_cents: int
    status: str
    charge: str | None

    @property
    def is_declined(self) -> bool:
        return self.status == "declined"
