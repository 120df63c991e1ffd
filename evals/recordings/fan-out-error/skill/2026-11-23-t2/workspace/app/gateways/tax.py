from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import httpx

from app.gateways.rates import fetch_rate
from app.models.previews import RateFailure


@dataclass(frozen=True, slots=True)
class TaxGateway:
    client: httpx.AsyncClient
    base_url: str

    async def percent(self, country: str) -> Fraction | RateFailure:
        return await fetch_rate(self.client, self.base_url, country, _percent)


def _percent(body: Any) -> Fraction | None:
    percent = body["percent"]
    if type(percent) not in (int, float) or not 0 <= percent <= 100:
        return None
    # By way of the text, 5.5 and 8.1 are exactly that; a float would lose a cent now and then.
    return Fraction(str(percent))
