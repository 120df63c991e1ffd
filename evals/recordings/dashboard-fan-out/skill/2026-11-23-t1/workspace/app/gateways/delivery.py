from dataclasses import dataclass
from datetime import date

import httpx

from app.gateways.fetch import fetch


@dataclass(frozen=True, slots=True)
class DeliveryGateway:
    client: httpx.AsyncClient
    base_url: str

    async def next_date(self, customer_id: int) -> date | None:
        url = f"{self.base_url}/customers/{customer_id}/next"
        return await fetch(self.client, url, lambda body: date.fromisoformat(body["date"]))
