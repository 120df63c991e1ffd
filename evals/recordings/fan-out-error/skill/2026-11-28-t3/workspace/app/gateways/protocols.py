"""What services ask of other companies. None means: the service answered, and does not know the place."""

from fractions import Fraction
from typing import Protocol


class ICarrierGateway(Protocol):
    async def price_cents(self, postcode: str) -> int | None:
        """Raises CarrierUnavailableError."""
        ...


class ITaxGateway(Protocol):
    async def percent(self, country: str) -> Fraction | None:
        """Raises TaxUnavailableError."""
        ...
