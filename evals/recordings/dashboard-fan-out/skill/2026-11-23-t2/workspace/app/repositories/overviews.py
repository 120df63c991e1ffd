from dataclasses import dataclass

from sqlalchemy import func, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from app.models.shop import Overview
from app.repositories.mapping import to_customer, to_order
from app.repositories.orm import CustomerRow, MessageRow, OrderRow


@dataclass(frozen=True, slots=True)
class OverviewRepository:
    session: AsyncSession

    async def find(self, customer_id: int, max_orders: int) -> Overview | None:
        """One statement: the home screen costs one connection and one round trip to the database."""
        newest = (
            select(OrderRow)
            .where(OrderRow.customer_id == CustomerRow.id)
            .order_by(OrderRow.id.desc())
            .limit(max_orders)
            .correlate(CustomerRow)
            .lateral()
        )
        order = aliased(OrderRow, newest)
        unread = (
            select(func.count())
            .where(MessageRow.customer_id == CustomerRow.id, MessageRow.read.is_(False))
            .correlate(CustomerRow)
            .scalar_subquery()
        )
        query = (
            select(CustomerRow, order, unread)
            .outerjoin(order, true())
            .where(CustomerRow.id == customer_id)
            .order_by(order.id.desc())
        )
        rows = (await self.session.execute(query)).all()
        if not rows:
            return None
        customer, _, unread_messages = rows[0]
        return Overview(
            customer=to_customer(customer),
            recent_orders=tuple(to_order(row) for _, row, _ in rows if row is not None),
            unread_messages=unread_messages,
        )
