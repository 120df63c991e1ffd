"""The carrier's price list."""

from dataclasses import dataclass

import structlog

from app.errors import CarrierUnavailableError
from app.gateways.rates import RateApi

logger = structlog.get_logger(module=__name__)


@dataclass(frozen=True, slots=True)
class CarrierGateway:
    api: RateApi

    async def price_cents(self, postcode: str) -> int | None:
        price = await self.api.find(postcode, "price_cents", CarrierUnavailableError)
        if price is None:
            return None
        if price.denominator != 1:
            logger.warning("price_not_in_whole_cents", postcode=postcode, price=str(price))
            raise CarrierUnavailableError
        return price.numerator
