"""Carts in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app.models.checkout import Cart, Item
from app.repositories.rows import CartItemRow, CartRow


def to_item(row: CartItemRow) -> Item:
    return Item(name=row.name, price_cents=row.price_cents, quantity=row.quantity)


def to_row(item: Item) -> CartItemRow:
    return CartItemRow(name=item.name, price_cents=item.price_cents, quantity=item.quantity)


@dataclass(frozen=True, slots=True)
class CartRepository:
    session: AsyncSession

    async def add(self, items: tuple[Item, ...]) -> Cart:
        row = CartRow(items=[to_row(item) for item in items])
        self.session.add(row)
        await self.session.flush()
        return Cart(id=row.id, items=items)

    async def find(self, cart_id: int) -> Cart | None:
        row = await self.session.get(CartRow, cart_id, options=[selectinload(CartRow.items)])
        return None if row is None else Cart(id=row.id, items=tuple(to_item(item) for item in row.items))
