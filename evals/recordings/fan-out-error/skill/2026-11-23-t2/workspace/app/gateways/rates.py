import asyncio
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
import structlog

from app.models.previews import RateFailure

logger = structlog.get_logger(module=__name__)

DEADLINE_SECONDS = 1.5

Rate = TypeVar("Rate")


async def fetch_rate(
    client: httpx.AsyncClient, base_url: str, key: str, read: Callable[[Any], Rate | None]
) -> Rate | RateFailure:
    """GET {base_url}/rates/{key}, which the carrier and the tax service answer alike.

    `read` gives None for a body that holds no sensible rate.
    """
    try:
        # httpx limits each phase of a request; only this limits the whole of it.
        async with asyncio.timeout(DEADLINE_SECONDS):
            response = await client.get(f"{base_url}/rates/{quote(key, safe='')}")
        if response.status_code == 404:
            return RateFailure.NOT_SERVED
        response.raise_for_status()
        rate = read(response.json())
    except (
        httpx.HTTPError,
        httpx.InvalidURL,
        TimeoutError,
        ValueError,
        LookupError,
        TypeError,
        RecursionError,  # JSON that is nested too deeply
    ) as error:
        logger.warning("rate_service_failed", base_url=base_url, error=repr(error))
        return RateFailure.UNAVAILABLE
    if rate is None:
        logger.warning("rate_unreadable", base_url=base_url, body=response.text[:200])
        return RateFailure.UNAVAILABLE
    return rate
