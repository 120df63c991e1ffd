"""What the domain needs of other teams' services."""

from typing import Protocol

from app.models.checkout import NoRate


class IRateGateway(Protocol):
    async def rate(self, key: str) -> int | NoRate:
        """The number the other service knows for the key."""
        ...
