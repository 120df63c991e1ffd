"""The loyalty service."""

from dataclasses import dataclass

import httpx
import structlog

from app.errors import LoyaltyUnavailableError
from app.gateways.http import FAILURES, get_or_none

logger = structlog.get_logger(module=__name__)


@dataclass(frozen=True, slots=True)
class LoyaltyGateway:
    client: httpx.AsyncClient
    base_url: str

    async def points(self, customer_id: int) -> int | None:
        try:
            response = await get_or_none(self.client, f"{self.base_url}/customers/{customer_id}/points")
            return int(response.json()["points"]) if response else None
        except FAILURES as error:
            logger.warning("loyalty_failed", customer_id=customer_id, error=repr(error))
            raise LoyaltyUnavailableError from error
