from dataclasses import dataclass

import httpx

from app.gateways.fetch import fetch


@dataclass(frozen=True, slots=True)
class LoyaltyGateway:
    client: httpx.AsyncClient
    base_url: str

    async def points(self, customer_id: int) -> int | None:
        url = f"{self.base_url}/customers/{customer_id}/points"
        return await fetch(self.client, url, lambda body: int(body["points"]))
