"""Carts in the tables `carts` and `cart_items`."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app.models.cart import Cart, CartItem
from app.repositories.orm.base import KEYS
from app.repositories.orm.carts import CartItemRow, CartRow


@dataclass(frozen=True, slots=True)
class CartRepository:
    session: AsyncSession

    async def add(self, items: tuple[CartItem, ...]) -> Cart:
        row = _to_row(items)
        self.session.add(row)
        await self.session.flush()
        return _to_model(row)

    async def find(self, cart_id: int) -> Cart | None:
        if cart_id not in KEYS:
            return None
        query = select(CartRow).where(CartRow.id == cart_id).options(selectinload(CartRow.items))
        row = await self.session.scalar(query)
        return _to_model(row) if row else None


def _to_row(items: tuple[CartItem, ...]) -> CartRow:
    return CartRow(
        items=[
            CartItemRow(
                position=position, name=item.name, price_cents=item.price_cents, quantity=item.quantity
            )
            for position, item in enumerate(items)
        ]
    )


def _to_model(row: CartRow) -> Cart:
    return Cart(
        id=row.id,
        items=tuple(CartItem(item.name, item.price_cents, item.quantity) for item in row.items),
    )
