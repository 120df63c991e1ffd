"""The nutrition API: GET /foods/{name} → {"kcal_per_100g": 52}."""

import asyncio
from dataclasses import dataclass
from urllib.parse import quote

import httpx
import structlog

from app.errors import NutritionUnavailableError

logger = structlog.get_logger(module=__name__)

PATIENCE_SECONDS = 30  # of one caller: standing in line and the call


# region: gateway
@dataclass(frozen=True, slots=True)
class NutritionGateway:
    client: httpx.AsyncClient
    base_url: str
    slots: asyncio.Semaphore  # one for the whole process: what the API is asked at the same time
    deadline_seconds: float

    async def kcal_per_100g(self, food: str) -> int | None:
        url = f"{self.base_url}/foods/{quote(food, safe='')}"
        try:
            async with (
                asyncio.timeout(PATIENCE_SECONDS),
                self.slots,
                # httpx limits each phase of a call; only this limits the whole of it.
                asyncio.timeout(self.deadline_seconds),
            ):
                response = await self.client.get(url)
            if response.status_code == 404:
                return None
            response.raise_for_status()
            return int(response.json()["kcal_per_100g"])
        except (httpx.HTTPError, TimeoutError, ValueError, LookupError, TypeError) as error:
            logger.warning("nutrition_api_failed", food=food, error=repr(error))
            raise NutritionUnavailableError from error


# endregion
