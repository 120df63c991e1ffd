"""What the services need from outside the domain and the database."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from app.models.payment import NewPayment


class ICardGateway(Protocol):
    async def charge(self, payment: NewPayment) -> str | None:
        """Move the money; the provider's name of the charge, or None when the card is declined."""
        ...


class ITurns(Protocol):
    def of(self, key: str) -> AbstractAsyncContextManager[None]:
        """Wait until nobody else is at this key, then be alone with it."""
        ...
