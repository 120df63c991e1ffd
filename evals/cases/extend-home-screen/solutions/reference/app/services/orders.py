from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.tables import Order


class OrderService:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def create(self, customer_id: int, item: str, total_cents: int) -> Order:
        order = Order(customer_id=customer_id, item=item, total_cents=total_cents)
        self.session.add(order)
        await self.session.commit()
        return order

    async def newest(self, customer_id: int, limit: int) -> list[Order]:
        query = select(Order).where(Order.customer_id == customer_id).order_by(Order.id.desc()).limit(limit)
        return list(await self.session.scalars(query))
