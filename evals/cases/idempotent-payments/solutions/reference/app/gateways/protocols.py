"""What the services need of the card provider."""

from typing import Protocol

from app.models.payment import NewPayment


class ICardGateway(Protocol):
    async def charge(self, payment: NewPayment) -> str | None:
        """Move the money; the provider's name of the charge, or None when the card is declined."""
        ...
