"""The delivery service of the other team."""

from dataclasses import dataclass

import httpx

from app.errors import UnavailableError


@dataclass(frozen=True, slots=True)
class DeliveryGateway:
    client: httpx.AsyncClient

    async def next_delivery(self, customer_id: int) -> str | None:
        try:
            answer = await self.client.get(f"/customers/{customer_id}/next")
            if answer.status_code == httpx.codes.NOT_FOUND:
                return None
            return str(answer.raise_for_status().json()["date"])
        except httpx.HTTPError as error:
            raise UnavailableError("delivery") from error
