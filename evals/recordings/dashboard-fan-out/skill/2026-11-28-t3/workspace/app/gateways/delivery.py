"""The delivery service."""

from dataclasses import dataclass
from datetime import date

import httpx
import structlog

from app.errors import DeliveryUnavailableError
from app.gateways.http import FAILURES, get_or_none

logger = structlog.get_logger(module=__name__)


@dataclass(frozen=True, slots=True)
class DeliveryGateway:
    client: httpx.AsyncClient
    base_url: str

    async def next_date(self, customer_id: int) -> date | None:
        try:
            response = await get_or_none(self.client, f"{self.base_url}/customers/{customer_id}/next")
            return date.fromisoformat(response.json()["date"]) if response else None
        except FAILURES as error:
            logger.warning("delivery_failed", customer_id=customer_id, error=repr(error))
            raise DeliveryUnavailableError from error
