from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app.models.carts import Cart, CartItem
from app.repositories.orm import CartItemRow, CartRow


@dataclass(frozen=True, slots=True)
class CartRepository:
    session: AsyncSession

    async def add(self, items: tuple[CartItem, ...]) -> Cart:
        row = CartRow(items=_item_rows(items))
        self.session.add(row)
        await self.session.flush()
        return _to_model(row)

    async def find(self, cart_id: int) -> Cart | None:
        query = select(CartRow).where(CartRow.id == cart_id).options(selectinload(CartRow.items))
        row = await self.session.scalar(query)
        return _to_model(row) if row else None


def _item_rows(items: tuple[CartItem, ...]) -> list[CartItemRow]:
    return [
        CartItemRow(position=position, name=item.name, price_cents=item.price_cents, quantity=item.quantity)
        for position, item in enumerate(items)
    ]


def _to_model(row: CartRow) -> Cart:
    return Cart(
        id=row.id,
        items=tuple(CartItem(item.name, item.price_cents, item.quantity) for item in row.items),
    )
