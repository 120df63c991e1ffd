import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from app.errors import CustomerNotFoundError, UnavailableError
from app.gateways.protocols import IDeliveryGateway, ILoyaltyGateway
from app.models.shop import Activity, Home
from app.repositories.protocols import IActivityReads

RECENT_ORDERS = 5
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class HomeService:
    reads: IActivityReads
    loyalty: ILoyaltyGateway
    delivery: IDeliveryGateway

    async def show(self, customer_id: int) -> Home:
        async with asyncio.TaskGroup() as group:
            asked_activity = group.create_task(_outcome(self._activity(customer_id)))
            asked_points = group.create_task(_outcome(self.loyalty.points(customer_id)))
            asked_delivery = group.create_task(_outcome(self.delivery.next_date(customer_id)))
        activity = _value(asked_activity.result())
        if activity is None:
            raise CustomerNotFoundError
        return Home(
            customer=activity.customer,
            recent_orders=activity.recent_orders,
            unread_messages=activity.unread_messages,
            points=_value(asked_points.result()) or 0,
            next_delivery=_value(asked_delivery.result()),
        )

    async def _activity(self, customer_id: int) -> Activity | None:
        async with self.reads() as activities:
            return await activities.find(customer_id, RECENT_ORDERS)


async def _outcome(question: Coroutine[Any, Any, T]) -> T | UnavailableError:
    """Raised inside the group, it would cancel the query half-way and cost the pool a connection."""
    try:
        return await question
    except UnavailableError as error:
        return error


def _value(outcome: T | UnavailableError) -> T:
    if isinstance(outcome, UnavailableError):
        raise outcome
    return outcome
