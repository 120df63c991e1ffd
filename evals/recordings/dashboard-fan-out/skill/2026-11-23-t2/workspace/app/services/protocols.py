from typing import Protocol

from app.models.shop import Customer, Home, Message, Order


class ICustomerService(Protocol):
    async def register(self, name: str) -> Customer: ...


class IOrderService(Protocol):
    async def place(self, customer_id: int, item: str, total_cents: int) -> Order: ...


class IMessageService(Protocol):
    async def send(self, customer_id: int, text: str) -> Message: ...

    async def mark_read(self, message_id: int) -> Message: ...


class IHomeService(Protocol):
    async def get(self, customer_id: int) -> Home: ...
