import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx
import structlog

from app.errors import UnavailableError

logger = structlog.get_logger(module=__name__)

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class JsonApi:
    """What the other teams' services have in common: 404 is an answer, any other error a failure."""

    name: str
    client: httpx.AsyncClient
    base_url: str
    deadline_seconds: float
    free: asyncio.Semaphore

    async def find(self, path: str, parse: Callable[[Any], Answer]) -> Answer | None:
        try:
            # httpx limits each phase of a request; only this limits the whole of it.
            async with asyncio.timeout(self.deadline_seconds), self.free:
                response = await self.client.get(f"{self.base_url}{path}")
            if response.status_code == 404:
                return None
            response.raise_for_status()
            return parse(response.json())
        except (httpx.HTTPError, TimeoutError, ValueError, LookupError, TypeError) as error:
            logger.warning("api_failed", api=self.name, path=path, error=repr(error))
            raise UnavailableError(f"the {self.name} service does not answer") from error
