from decimal import Decimal
from typing import Protocol

from app.models.preview import Miss


class ICarrierGateway(Protocol):
    async def price_cents(self, postcode: str) -> int | Miss: ...


class ITaxGateway(Protocol):
    async def percent(self, country: str) -> Decimal | Miss: ...
