import asyncio
from typing import Generic, TypeVar
from urllib.parse import quote

import httpx
import structlog
from pydantic import BaseModel, Field, ValidationError

from app.errors import Failure, PreviewError
from app.models import MAX_INT

TIMEOUT_SECONDS = 1.5

log = structlog.get_logger()


class ShippingRate(BaseModel):
    price_cents: int = Field(ge=0, le=MAX_INT, strict=True)


class TaxRate(BaseModel):
    percent: float = Field(ge=0, le=1000, allow_inf_nan=False, strict=True)


Rate = TypeVar("Rate", bound=BaseModel)


class RateService(Generic[Rate]):
    """Client of one service that answers GET {base_url}/rates/{key}."""

    def __init__(
        self, base_url: str, rate_model: type[Rate], not_served: Failure, unavailable: Failure
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._rate_model = rate_model
        self._not_served = not_served
        self._unavailable = unavailable
        # Waiting for a free connection would count against the time limit, so the number of
        # connections is not limited. Idle ones are given up before a server's usual 5 s are
        # over, lest a request goes out on a connection that is just being closed.
        self._client = httpx.AsyncClient(
            timeout=TIMEOUT_SECONDS,
            limits=httpx.Limits(
                max_connections=None, max_keepalive_connections=20, keepalive_expiry=2.0
            ),
        )

    async def aclose(self) -> None:
        await self._client.aclose()

    async def get(self, key: str) -> Rate:
        url = f"{self._base_url}/rates/{quote(key, safe='')}"
        try:
            # httpx limits each read on its own; this limits the call as a whole.
            async with asyncio.timeout(TIMEOUT_SECONDS):
                response = await self._client.get(url)
        except (TimeoutError, httpx.HTTPError, httpx.InvalidURL) as exc:
            raise self._failed(type(exc).__name__) from exc

        if response.status_code == 404:
            raise PreviewError(self._not_served)
        if not response.is_success:
            raise self._failed(f"status {response.status_code}")
        try:
            return self._rate_model.model_validate_json(response.content)
        except ValidationError as exc:
            raise self._failed("unusable answer") from exc

    def _failed(self, reason: str) -> PreviewError:
        log.warning(self._unavailable.code, reason=reason)
        return PreviewError(self._unavailable)


def carrier_service(base_url: str) -> RateService[ShippingRate]:
    return RateService(
        base_url, ShippingRate, Failure.POSTCODE_NOT_SERVED, Failure.CARRIER_UNAVAILABLE
    )


def tax_service(base_url: str) -> RateService[TaxRate]:
    return RateService(base_url, TaxRate, Failure.COUNTRY_NOT_SERVED, Failure.TAX_UNAVAILABLE)
