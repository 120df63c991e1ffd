"""What is on its way to a customer."""

from dataclasses import dataclass
from datetime import date

from app.gateways.protocols import IDeliveryGateway


@dataclass(frozen=True, slots=True)
class DeliveryService:
    delivery: IDeliveryGateway

    async def next_date(self, customer_id: int) -> date | None:
        return await self.delivery.next_date(customer_id)
