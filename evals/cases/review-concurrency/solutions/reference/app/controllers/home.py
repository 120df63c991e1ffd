"""Collects the parts of the home screen at the same time."""

from asyncio import TaskGroup
from dataclasses import dataclass
from typing import Protocol

from app.errors import NotFoundError
from app.gateways.protocols import IDeliveryGateway, ILoyaltyGateway
from app.models.shop import Home
from app.services.customers import ICustomerService
from app.services.messages import IMessageService
from app.services.orders import IOrderService


class IHomeController(Protocol):
    async def show(self, customer_id: int) -> Home: ...


@dataclass(frozen=True, slots=True)
class HomeController:
    customers: ICustomerService
    orders: IOrderService
    messages: IMessageService
    loyalty: ILoyaltyGateway
    delivery: IDeliveryGateway

    async def show(self, customer_id: int) -> Home:
        async with TaskGroup() as group:
            customer = group.create_task(self.customers.find(customer_id))
            orders = group.create_task(self.orders.recent(customer_id))
            unread = group.create_task(self.messages.count_unread(customer_id))
            points = group.create_task(self.loyalty.points(customer_id))
            delivery = group.create_task(self.delivery.next_delivery(customer_id))
        found = customer.result()
        if found is None:
            raise NotFoundError("customer", customer_id)
        return Home(found, orders.result(), unread.result(), points.result(), delivery.result())
