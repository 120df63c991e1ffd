from typing import Protocol

from app.models.cart import Cart, Item
from app.models.customer import Customer
from app.models.preview import Preview, PreviewInput


class ICustomerService(Protocol):
    async def create(self, name: str) -> Customer: ...


class ICartService(Protocol):
    async def create(self, items: tuple[Item, ...]) -> Cart: ...


class IPreviewService(Protocol):
    async def preview(self, wish: PreviewInput) -> Preview: ...
