"""One GET with a deadline."""

import asyncio

import httpx

DEADLINE_SECONDS = 5  # ten times what the services take: in a burst this process itself is busy
FAILURES = (httpx.HTTPError, TimeoutError, ValueError, LookupError, TypeError)


async def get_or_none(client: httpx.AsyncClient, url: str) -> httpx.Response | None:
    """None for a 404. Raises one of FAILURES, as does reading an answer of another shape."""
    # httpx limits each phase of a call; only this limits the whole of it.
    async with asyncio.timeout(DEADLINE_SECONDS):
        response = await client.get(url)
    if response.status_code == 404:
        return None
    return response.raise_for_status()
