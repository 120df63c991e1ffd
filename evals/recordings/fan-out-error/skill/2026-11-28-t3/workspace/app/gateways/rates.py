"""How both services are asked: GET /rates/{place}, with one number in the answer."""

import asyncio
from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import quote

import httpx
import structlog

from app.errors import UnavailableError

logger = structlog.get_logger(module=__name__)

DEADLINE_SECONDS = 1.5
PATIENCE_SECONDS = 10
LARGEST = 2**53


@dataclass(frozen=True, slots=True)
class RateApi:
    client: httpx.AsyncClient
    slots: asyncio.Semaphore  # one for the whole process: what the service is asked at the same time

    async def find(self, place: str, field: str, unavailable: type[UnavailableError]) -> Fraction | None:
        """None if the service does not know the place; raises `unavailable` if it gives no usable answer."""
        try:
            async with (
                asyncio.timeout(PATIENCE_SECONDS),
                self.slots,
                # httpx limits each phase of a call; only this limits the whole of it.
                asyncio.timeout(DEADLINE_SECONDS),
            ):
                response = await self.client.get(f"/rates/{quote(place, safe='')}")
            if response.status_code == 404:
                return None
            response.raise_for_status()
            value = response.json()[field]
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LARGEST:
                raise ValueError(f"{field} is not a plausible number")
            return Fraction(str(value))  # by its digits: 5.5 is 11/2, and 0.1 is a tenth
        except (httpx.HTTPError, TimeoutError, ValueError, TypeError, LookupError, RecursionError) as error:
            logger.warning("rate_look_up_failed", code=unavailable.code, place=place, error=repr(error))
            raise unavailable from error
