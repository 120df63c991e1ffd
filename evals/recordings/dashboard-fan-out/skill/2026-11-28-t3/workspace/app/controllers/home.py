"""The home screen: every part is fetched at the same time."""

import asyncio
from dataclasses import dataclass

from app.errors import CustomerNotFoundError
from app.models.home import Home
from app.services.protocols import (
    ICustomerService,
    IDeliveryService,
    ILoyaltyService,
    IMessageService,
    IOrderService,
)


@dataclass(frozen=True, slots=True)
class HomeController:
    customers: ICustomerService
    orders: IOrderService
    messages: IMessageService
    loyalty: ILoyaltyService
    deliveries: IDeliveryService

    async def show(self, customer_id: int) -> Home:
        async with asyncio.TaskGroup() as group:
            found = group.create_task(self.customers.find(customer_id))
            orders = group.create_task(self.orders.recent(customer_id))
            unread = group.create_task(self.messages.count_unread(customer_id))
            points = group.create_task(self.loyalty.points(customer_id))
            delivery = group.create_task(self.deliveries.next_date(customer_id))
        # Raised after the group: inside, it would cancel the other queries half-way.
        if (customer := found.result()) is None:
            raise CustomerNotFoundError(customer_id)
        return Home(customer, orders.result(), unread.result(), points.result(), delivery.result())
