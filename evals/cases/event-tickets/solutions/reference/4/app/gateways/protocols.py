"""What the services need from outside the domain and the database."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from app.models.payment import Payment


class IPaymentGateway(Protocol):
    async def start(self, order_id: int, amount_cents: int) -> Payment:
        """Raises PaymentProviderError."""
        ...


class ITurns(Protocol):
    def of(self, key: int) -> AbstractAsyncContextManager[None]:
        """Wait until nobody else is at this key, then be alone with it."""
        ...
