"""What the services need of the sales system."""

from typing import Protocol


class ISalesGateway(Protocol):
    async def total_cents(self, region: str) -> int:
        """The sum of a region's sales; raises UnknownRegionError or SalesUnavailableError."""
        ...
