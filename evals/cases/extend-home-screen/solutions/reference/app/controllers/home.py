"""Collects the parts of the home screen at the same time."""

from asyncio import TaskGroup

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.errors import NotFoundError
from app.schemas import CustomerOut, Home, OrderOut
from app.services.customers import CustomerService
from app.services.delivery import DeliveryService
from app.services.loyalty import LoyaltyService
from app.services.messages import MessageService
from app.services.orders import OrderService
from app.tables import Customer, Order

RECENT_ORDERS = 5


class HomeController:
    """Each part that reads the database opens a session of its own: one session belongs to one task."""

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        loyalty: LoyaltyService,
        delivery: DeliveryService,
    ) -> None:
        self.sessions = sessions
        self.loyalty = loyalty
        self.delivery = delivery

    async def show(self, customer_id: int) -> Home:
        async with TaskGroup() as group:
            customer = group.create_task(self._customer(customer_id))
            orders = group.create_task(self._orders(customer_id))
            unread = group.create_task(self._unread(customer_id))
            points = group.create_task(self.loyalty.points(customer_id))
            delivery = group.create_task(self.delivery.next_delivery(customer_id))
        found = customer.result()
        if found is None:
            raise NotFoundError(f"customer {customer_id} does not exist")
        return Home(
            customer=CustomerOut.model_validate(found),
            recent_orders=[OrderOut.model_validate(order) for order in orders.result()],
            unread_messages=unread.result(),
            points=points.result(),
            next_delivery=delivery.result(),
        )

    async def _customer(self, customer_id: int) -> Customer | None:
        # Nothing raises inside the group: an error there would cancel the other parts and arrive wrapped.
        async with self.sessions() as session:
            try:
                return await CustomerService(session).get(customer_id)
            except NotFoundError:
                return None

    async def _orders(self, customer_id: int) -> list[Order]:
        async with self.sessions() as session:
            return await OrderService(session).newest(customer_id, RECENT_ORDERS)

    async def _unread(self, customer_id: int) -> int:
        async with self.sessions() as session:
            return await MessageService(session).count_unread(customer_id)
