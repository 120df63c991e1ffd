from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import httpx

from app.gateways.rates import look_up
from app.models.preview import Miss

MAX_PERCENT = 1000


@dataclass(frozen=True, slots=True)
class TaxGateway:
    client: httpx.AsyncClient
    base_url: str

    async def percent(self, country: str) -> Decimal | Miss:
        return await look_up(self.client, self.base_url, country, _percent)


def _percent(body: Any) -> Decimal | None:
    percent = body["percent"]
    if type(percent) not in (int, float) or not 0 <= percent <= MAX_PERCENT:
        return None
    return Decimal(str(percent))  # by way of str: 5.5 as it was written, not the nearest binary fraction
