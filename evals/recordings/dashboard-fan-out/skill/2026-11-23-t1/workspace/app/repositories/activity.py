from dataclasses import dataclass

from sqlalchemy import func, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from app.models.shop import Activity
from app.repositories.customers import to_customer
from app.repositories.orders import to_order
from app.repositories.orm.shop import CustomerRow, MessageRow, OrderRow


@dataclass(frozen=True, slots=True)
class ActivityRepository:
    session: AsyncSession

    async def find(self, customer_id: int, max_orders: int) -> Activity | None:
        """One statement: one trip to the database and one connection, where three queries at once take three."""
        unread = (
            select(func.count())
            .where(MessageRow.customer_id == customer_id, ~MessageRow.read)
            .scalar_subquery()
        )
        recent = aliased(
            OrderRow,
            select(OrderRow)
            .where(OrderRow.customer_id == customer_id)
            .order_by(OrderRow.id.desc())
            .limit(max_orders)
            .subquery(),
        )
        query = (
            select(CustomerRow, unread, recent)
            .outerjoin(recent, true())
            .where(CustomerRow.id == customer_id)
            .order_by(recent.id.desc())
        )
        rows = (await self.session.execute(query)).all()
        if not rows:
            return None
        customer, unread_messages, _ = rows[0]
        orders = tuple(to_order(order) for _, _, order in rows if order)
        return Activity(to_customer(customer), orders, unread_messages)
