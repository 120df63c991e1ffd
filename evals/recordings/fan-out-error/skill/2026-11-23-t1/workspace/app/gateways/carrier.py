from dataclasses import dataclass
from typing import Any

import httpx

from app.gateways.rates import look_up
from app.models.preview import Miss

MAX_CENTS = 2**63 - 1


@dataclass(frozen=True, slots=True)
class CarrierGateway:
    client: httpx.AsyncClient
    base_url: str

    async def price_cents(self, postcode: str) -> int | Miss:
        return await look_up(self.client, self.base_url, postcode, _price_cents)


def _price_cents(body: Any) -> int | None:
    cents = body["price_cents"]
    return cents if type(cents) is int and 0 <= cents <= MAX_CENTS else None
