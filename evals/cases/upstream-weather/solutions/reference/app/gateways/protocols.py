"""What the services need of the weather service."""

from typing import Protocol


class IWeatherGateway(Protocol):
    async def celsius(self, station: str) -> float:
        """The temperature now; raises InvalidError for an unknown station, else an UpstreamError."""
        ...
