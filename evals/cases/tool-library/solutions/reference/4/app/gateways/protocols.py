"""What the services need from outside the domain and the database."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol


class IDepositGateway(Protocol):
    async def hold(self, member_id: int, amount_cents: int) -> str:
        """The name of the hold. Raises CannotPayError or DepositServiceError."""
        ...

    async def release(self, hold: str) -> bool:
        """Whether the deposit was given back."""
        ...


class ITurns(Protocol):
    def of(self, key: str | None) -> AbstractAsyncContextManager[None]:
        """Wait until nobody else is at this key, then be alone with it. Nobody waits without a key."""
        ...
