"""The quote service, which tolerates few calls at a time from this process."""

from asyncio import Semaphore
from dataclasses import dataclass
from urllib.parse import quote

import httpx

from app.errors import UpstreamError


@dataclass(frozen=True, slots=True)
class QuoteGateway:
    client: httpx.AsyncClient
    places: Semaphore

    async def price_cents(self, symbol: str) -> int | None:
        try:
            async with self.places:
                answer = await self.client.get(f"/quotes/{quote(symbol, safe='')}")
            if answer.status_code == httpx.codes.NOT_FOUND:
                return None
            return int(answer.raise_for_status().json()["price_cents"])
        except httpx.HTTPError as error:
            raise UpstreamError("the quote service does not answer") from error
