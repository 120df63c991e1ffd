"""What controllers and routes may ask of the domain."""

from datetime import date
from typing import Protocol

from app.models.customer import Customer
from app.models.message import Message
from app.models.order import Order


class ICustomerService(Protocol):
    async def create(self, name: str) -> Customer: ...

    async def find(self, customer_id: int) -> Customer | None:
        """For fan-outs: missing is an answer here, not an error."""
        ...


class IOrderService(Protocol):
    async def place(self, customer_id: int, item: str, total_cents: int) -> Order:
        """Raises CustomerNotFoundError."""
        ...

    async def recent(self, customer_id: int) -> tuple[Order, ...]:
        """Newest first; none for an unknown customer."""
        ...


class IMessageService(Protocol):
    async def send(self, customer_id: int, text: str) -> Message:
        """Raises CustomerNotFoundError."""
        ...

    async def read(self, message_id: int) -> Message:
        """Raises MessageNotFoundError."""
        ...

    async def count_unread(self, customer_id: int) -> int:
        """0 for an unknown customer."""
        ...


class ILoyaltyService(Protocol):
    async def points(self, customer_id: int) -> int: ...


class IDeliveryService(Protocol):
    async def next_date(self, customer_id: int) -> date | None:
        """None: nothing is on its way."""
        ...
