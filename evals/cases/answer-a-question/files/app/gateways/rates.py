"""The services of other teams that know one number for a key."""

import asyncio
from dataclasses import dataclass
from urllib.parse import quote

import httpx

from app.models.checkout import NoRate


@dataclass(frozen=True, slots=True)
class RateGateway:
    client: httpx.AsyncClient
    member: str
    timeout_seconds: float

    async def rate(self, key: str) -> int | NoRate:
        try:
            async with asyncio.timeout(self.timeout_seconds):
                answer = await self.client.get(f"/rates/{quote(key, safe='')}")
            if answer.status_code == httpx.codes.NOT_FOUND:
                return NoRate.NOT_SERVED
            return int(answer.raise_for_status().json()[self.member])
        except (httpx.HTTPError, TimeoutError):
            return NoRate.UNAVAILABLE
