"""What the domain needs of other teams' services."""

from typing import Protocol


class ILoyaltyGateway(Protocol):
    async def points(self, customer_id: int) -> int: ...


class IDeliveryGateway(Protocol):
    async def next_delivery(self, customer_id: int) -> str | None: ...
