from dataclasses import dataclass
from typing import Any

import httpx

from app.gateways.rates import fetch_rate
from app.models.previews import RateFailure


@dataclass(frozen=True, slots=True)
class CarrierGateway:
    client: httpx.AsyncClient
    base_url: str

    async def price_cents(self, postcode: str) -> int | RateFailure:
        return await fetch_rate(self.client, self.base_url, postcode, _price_cents)


def _price_cents(body: Any) -> int | None:
    price = body["price_cents"]
    return price if type(price) is int and price >= 0 else None
