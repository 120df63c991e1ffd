from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from app.models import Customer, Message, Order

RECENT_ORDERS = 5


@dataclass
class ShopPart:
    """What our own database contributes to the home screen."""

    customer: Customer
    recent_orders: Sequence[Order]
    unread_messages: int


async def load_shop_part(session: AsyncSession, customer_id: int) -> ShopPart | None:
    """Everything in one statement: one round trip and one connection per screen.

    None if there is no such customer.
    """
    newest = (
        select(Order)
        .where(Order.customer_id == customer_id)
        .order_by(Order.id.desc())
        .limit(RECENT_ORDERS)
        .subquery("recent_orders")
    )
    recent_order = aliased(Order, newest)
    unread = (
        select(func.count(Message.id))
        .where(Message.customer_id == customer_id, Message.read.is_(False))
        .scalar_subquery()
    )
    # One row per recent order; a customer without orders still gives one row.
    rows = (
        await session.execute(
            select(Customer, unread, recent_order)
            .outerjoin(recent_order, recent_order.customer_id == Customer.id)
            .where(Customer.id == customer_id)
            .order_by(recent_order.id.desc())
        )
    ).all()
    if not rows:
        return None
    customer, unread_messages, _ = rows[0]
    return ShopPart(
        customer=customer,
        recent_orders=[order for _, _, order in rows if order is not None],
        unread_messages=unread_messages,
    )
