"""The sales system."""

import asyncio
from dataclasses import dataclass
from urllib.parse import quote

import httpx

from app.errors import SalesUnavailableError, UnknownRegionError


@dataclass(frozen=True, slots=True)
class SalesGateway:
    client: httpx.AsyncClient
    deadline_seconds: float

    async def total_cents(self, region: str) -> int:
        try:
            async with asyncio.timeout(self.deadline_seconds):
                answer = await self.client.get(f"/regions/{quote(region, safe='')}/sales")
            if answer.status_code == httpx.codes.NOT_FOUND:
                raise UnknownRegionError
            return sum(answer.raise_for_status().json()["cents"])
        except (httpx.HTTPError, TimeoutError, ValueError, KeyError, TypeError) as error:
            raise SalesUnavailableError from error
