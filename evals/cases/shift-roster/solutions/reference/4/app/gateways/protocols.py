"""What the services need from outside the domain and the database."""

from typing import Protocol

from app.models.notification import Notification


class IMessageGateway(Protocol):
    async def send(self, notification: Notification) -> bool:
        """Whether the message was accepted."""
        ...
