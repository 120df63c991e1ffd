"""What the services need from outside the domain and the database."""

from collections.abc import Coroutine
from typing import Protocol


class ISalesGateway(Protocol):
    async def total_cents(self, region: str) -> int:
        """The sum of a region's sales; raises UnknownRegionError or SalesUnavailableError."""
        ...


class IBackground(Protocol):
    def start(self, work: Coroutine[None, None, None]) -> None:
        """Let the work go on after the answer, for as long as the process lives."""
        ...
