import asyncio
import os

import httpx
from fastapi import HTTPException

MAX_CONCURRENT = 5


async def fetch_price(client: httpx.AsyncClient, semaphore: asyncio.Semaphore, symbol: str) -> int | None:
    async with semaphore:
        response = await client.get(f"/quotes/{symbol}")
    if response.status_code == 404:
        return None
    if response.is_error:
        raise HTTPException(502, "Quote service failed")
    return response.json()["price_cents"]


async def fetch_prices(symbols: list[str]) -> list[int | None]:
    semaphore = asyncio.Semaphore(MAX_CONCURRENT)
    async with httpx.AsyncClient(base_url=os.environ["QUOTES_URL"], timeout=10) as client:
        try:
            return await asyncio.gather(*(fetch_price(client, semaphore, symbol) for symbol in symbols))
        except httpx.HTTPError:
            raise HTTPException(502, "Quote service unavailable")
