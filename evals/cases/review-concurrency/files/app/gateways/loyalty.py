"""The loyalty service of the other team."""

from dataclasses import dataclass

import httpx


@dataclass(frozen=True, slots=True)
class LoyaltyGateway:
    client: httpx.AsyncClient

    async def points(self, customer_id: int) -> int:
        try:
            answer = await self.client.get(f"/customers/{customer_id}/points")
            if answer.status_code == httpx.codes.NOT_FOUND:
                return 0
            return int(answer.raise_for_status().json()["points"])
        except BaseException:
            return 0
