"""The carts."""

from dataclasses import dataclass
from typing import Protocol

from app.models.checkout import Cart, Item
from app.services.protocols import IUnitsOfWork


class ICartService(Protocol):
    async def add(self, items: tuple[Item, ...]) -> Cart: ...
    async def find(self, cart_id: int) -> Cart | None: ...


@dataclass(frozen=True, slots=True)
class CartService:
    units_of_work: IUnitsOfWork

    async def add(self, items: tuple[Item, ...]) -> Cart:
        async with self.units_of_work() as work:
            return await work.carts.add(items)

    async def find(self, cart_id: int) -> Cart | None:
        async with self.units_of_work() as work:
            return await work.carts.find(cart_id)
