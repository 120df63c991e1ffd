import asyncio

import httpx
from fastapi import HTTPException
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models import Customer, Message, Order


class ShopService:
    def __init__(self, session: AsyncSession, loyalty: httpx.AsyncClient, delivery: httpx.AsyncClient):
        self.session = session
        self.loyalty = loyalty
        self.delivery = delivery

    async def customer(self, customer_id: int) -> Customer:
        customer = await self.session.get(Customer, customer_id)
        if customer is None:
            raise HTTPException(404, "Customer not found")
        return customer

    async def recent_orders(self, customer_id: int):
        query = select(Order).where(Order.customer_id == customer_id).order_by(Order.id.desc()).limit(5)
        return list(await self.session.scalars(query))

    async def unread_messages(self, customer_id: int) -> int:
        query = select(func.count()).where(Message.customer_id == customer_id, Message.read.is_(False))
        return await self.session.scalar(query)

    async def points(self, customer_id: int) -> int:
        response = await self.loyalty.get(f"/customers/{customer_id}/points")
        if response.status_code == 404:
            return 0
        return response.raise_for_status().json()["points"]

    async def next_delivery(self, customer_id: int) -> str | None:
        response = await self.delivery.get(f"/customers/{customer_id}/next")
        if response.status_code == 404:
            return None
        return response.raise_for_status().json()["date"]

    async def home(self, customer_id: int) -> dict:
        customer, orders, unread, points, next_delivery = await asyncio.gather(
            self.customer(customer_id),
            self.recent_orders(customer_id),
            self.unread_messages(customer_id),
            self.points(customer_id),
            self.next_delivery(customer_id),
        )
        return {
            "customer": customer,
            "recent_orders": orders,
            "unread_messages": unread,
            "points": points,
            "next_delivery": next_delivery,
        }

    async def save(self, row):
        self.session.add(row)
        await self.session.commit()
        return row
