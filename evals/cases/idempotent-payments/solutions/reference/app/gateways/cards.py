"""The card provider."""

from dataclasses import dataclass

import httpx

from app.errors import UpstreamError
from app.models.payment import NewPayment


@dataclass(frozen=True, slots=True)
class CardGateway:
    client: httpx.AsyncClient

    async def charge(self, payment: NewPayment) -> str | None:
        body = {"account": payment.account, "amount_cents": payment.amount_cents}
        try:
            answer = await self.client.post("/charges", json=body)
            if answer.status_code == httpx.codes.PAYMENT_REQUIRED:
                return None
            return str(answer.raise_for_status().json()["charge"])
        except httpx.HTTPError as error:
            raise UpstreamError("the card provider does not answer") from error
