"""What the services need of the quote service."""

from typing import Protocol


class IQuoteGateway(Protocol):
    async def price_cents(self, symbol: str) -> int | None:
        """The price of a share, or None for an unknown symbol."""
        ...
