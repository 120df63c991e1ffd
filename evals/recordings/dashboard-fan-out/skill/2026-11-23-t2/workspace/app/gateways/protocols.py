from datetime import date
from typing import Protocol


class ILoyaltyGateway(Protocol):
    async def find_points(self, customer_id: int) -> int | None:
        """None: this customer has no account."""
        ...


class IDeliveryGateway(Protocol):
    async def find_next(self, customer_id: int) -> date | None:
        """None: nothing is on its way."""
        ...
