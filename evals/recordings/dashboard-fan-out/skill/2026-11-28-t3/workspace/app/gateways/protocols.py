"""What services ask of other teams' services."""

from datetime import date
from typing import Protocol


class ILoyaltyGateway(Protocol):
    async def points(self, customer_id: int) -> int | None:
        """None: the customer has no account. Raises LoyaltyUnavailableError."""
        ...


class IDeliveryGateway(Protocol):
    async def next_date(self, customer_id: int) -> date | None:
        """None: nothing is on its way. Raises DeliveryUnavailableError."""
        ...
