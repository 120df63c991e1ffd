import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

import httpx
import structlog

from app.errors import UnavailableError

logger = structlog.get_logger(module=__name__)
DEADLINE_SECONDS = 5
T = TypeVar("T")


async def fetch(client: httpx.AsyncClient, url: str, parse: Callable[[Any], T]) -> T | None:
    """None for a 404."""
    try:
        # httpx limits each phase of a request; only this limits the whole of it.
        async with asyncio.timeout(DEADLINE_SECONDS):
            response = await client.get(url)
        if response.status_code == 404:
            return None
        response.raise_for_status()
        return parse(response.json())
    except (httpx.HTTPError, TimeoutError, ValueError, LookupError, TypeError) as error:
        logger.warning("service_failed", url=url, error=repr(error))
        raise UnavailableError("a service behind this screen does not answer") from error
