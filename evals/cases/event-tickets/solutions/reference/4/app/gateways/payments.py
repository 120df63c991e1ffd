"""The payment provider."""

from dataclasses import dataclass

import httpx

from app.errors import PaymentProviderError
from app.models.payment import Payment


@dataclass(frozen=True, slots=True)
class PaymentGateway:
    client: httpx.AsyncClient

    async def start(self, order_id: int, amount_cents: int) -> Payment:
        body = {"order_id": order_id, "amount_cents": amount_cents}
        try:
            answer = await self.client.post("/payments", json=body)
            given = answer.raise_for_status().json()
            return Payment(name=str(given["payment"]), url=str(given["url"]), order_id=order_id)
        except (httpx.HTTPError, ValueError, KeyError) as error:
            raise PaymentProviderError from error
