import asyncio

from app.services.customers import CustomerService
from app.services.delivery import DeliveryService
from app.services.loyalty import LoyaltyService
from app.services.messages import MessageService
from app.services.orders import OrderService

RECENT_ORDERS = 5


class HomeService:
    def __init__(
        self,
        customers: CustomerService,
        orders: OrderService,
        messages: MessageService,
        loyalty: LoyaltyService,
        delivery: DeliveryService,
    ) -> None:
        self.customers = customers
        self.orders = orders
        self.messages = messages
        self.loyalty = loyalty
        self.delivery = delivery

    async def show(self, customer_id: int) -> dict:
        customer, orders, unread, points, next_delivery = await asyncio.gather(
            self.customers.get(customer_id),
            self.orders.newest(customer_id, RECENT_ORDERS),
            self.messages.count_unread(customer_id),
            self.loyalty.points(customer_id),
            self.delivery.next_delivery(customer_id),
        )
        return {
            "customer": customer,
            "recent_orders": orders,
            "unread_messages": unread,
            "points": points,
            "next_delivery": next_delivery,
        }
