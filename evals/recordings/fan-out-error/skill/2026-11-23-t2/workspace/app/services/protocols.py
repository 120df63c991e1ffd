from typing import Protocol

from app.models.carts import Cart, CartItem
from app.models.customers import Customer
from app.models.previews import Preview, PreviewInput


class ICustomerService(Protocol):
    async def create(self, name: str) -> Customer: ...


class ICartService(Protocol):
    async def create(self, items: tuple[CartItem, ...]) -> Cart: ...


class IPreviewService(Protocol):
    async def preview(self, wish: PreviewInput) -> Preview: ...
