"""The rules of loyalty points."""

from dataclasses import dataclass

from app.gateways.protocols import ILoyaltyGateway


@dataclass(frozen=True, slots=True)
class LoyaltyService:
    loyalty: ILoyaltyGateway

    async def points(self, customer_id: int) -> int:
        return await self.loyalty.points(customer_id) or 0  # no account: no points
