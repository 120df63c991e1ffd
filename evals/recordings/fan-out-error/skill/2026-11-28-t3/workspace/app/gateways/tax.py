"""The tax service."""

from dataclasses import dataclass
from fractions import Fraction

from app.errors import TaxUnavailableError
from app.gateways.rates import RateApi


@dataclass(frozen=True, slots=True)
class TaxGateway:
    api: RateApi

    async def percent(self, country: str) -> Fraction | None:
        return await self.api.find(country, "percent", TaxUnavailableError)
