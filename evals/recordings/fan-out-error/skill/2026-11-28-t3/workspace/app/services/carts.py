"""The carts of the shop."""

from dataclasses import dataclass

from app.models.cart import Cart, CartItem
from app.repositories.protocols import IUnitOfWorkFactory


@dataclass(frozen=True, slots=True)
class CartService:
    unit_of_work: IUnitOfWorkFactory

    async def create(self, items: tuple[CartItem, ...]) -> Cart:
        async with self.unit_of_work() as work:
            return await work.carts.add(items)

    async def find(self, cart_id: int) -> Cart | None:
        async with self.unit_of_work() as work:
            return await work.carts.find(cart_id)
