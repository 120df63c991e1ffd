"""What the carrier and the tax service have in common: GET {base_url}/rates/{key}."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
import structlog

from app.models.preview import Miss

logger = structlog.get_logger(module=__name__)
DEADLINE_SECONDS = 1.5
Rate = TypeVar("Rate")


async def look_up(
    client: httpx.AsyncClient, base_url: str, key: str, read: Callable[[Any], Rate | None]
) -> Rate | Miss:
    """`read` takes the rate out of the body; None, or a body of another shape, counts as unavailable."""
    try:
        # httpx limits each phase of a request; only this limits the whole of it.
        async with asyncio.timeout(DEADLINE_SECONDS):
            response = await client.get(f"{base_url}/rates/{_segment(key)}")
        if response.status_code == 404:
            return Miss.NOT_SERVED
        response.raise_for_status()
        rate = read(response.json())
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError, LookupError, TypeError) as error:
        logger.warning("rate_look_up_failed", base_url=base_url, key=key, error=repr(error))
        return Miss.UNAVAILABLE
    if rate is None:
        logger.warning("rate_unusable", base_url=base_url, key=key)
        return Miss.UNAVAILABLE
    return rate


def _segment(key: str) -> str:
    # The dots too: as a path segment, ".." would ask for another path than /rates/.
    return quote(key, safe="").replace(".", "%2E")
