"""The carts."""

from dataclasses import dataclass
from typing import Protocol

from app.models.checkout import Cart, Item
from app.repositories.protocols import IUnitOfWorkFactory


class ICartService(Protocol):
    async def add(self, items: tuple[Item, ...]) -> Cart: ...
    async def find(self, cart_id: int) -> Cart | None: ...


@dataclass(frozen=True, slots=True)
class CartService:
    unit_of_work: IUnitOfWorkFactory

    async def add(self, items: tuple[Item, ...]) -> Cart:
        async with self.unit_of_work() as work:
            return await work.carts.add(items)

    async def find(self, cart_id: int) -> Cart | None:
        async with self.unit_of_work() as work:
            return await work.carts.find(cart_id)
