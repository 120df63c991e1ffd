from fractions import Fraction
from typing import Protocol

from app.models.previews import RateFailure


class ICarrierGateway(Protocol):
    async def price_cents(self, postcode: str) -> int | RateFailure: ...


class ITaxGateway(Protocol):
    async def percent(self, country: str) -> Fraction | RateFailure: ...
