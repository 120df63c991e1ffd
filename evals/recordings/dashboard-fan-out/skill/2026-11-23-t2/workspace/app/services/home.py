import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypeVar

from app.errors import CustomerNotFoundError, UnavailableError
from app.gateways.protocols import IDeliveryGateway, ILoyaltyGateway
from app.models.shop import Home, Overview
from app.repositories.protocols import IUnitOfWorkFactory

RECENT_ORDERS = 5

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class HomeService:
    reads: IUnitOfWorkFactory
    loyalty: ILoyaltyGateway
    delivery: IDeliveryGateway

    async def get(self, customer_id: int) -> Home:
        async with asyncio.TaskGroup() as group:
            found = group.create_task(self._overview(customer_id))
            points = group.create_task(_settled(self.loyalty.find_points(customer_id)))
            next_delivery = group.create_task(_settled(self.delivery.find_next(customer_id)))
        # Raised after the group, in this order: an unknown customer is a 404 whatever the other services do.
        if (overview := found.result()) is None:
            raise CustomerNotFoundError(customer_id)
        return Home(
            customer=overview.customer,
            recent_orders=overview.recent_orders,
            unread_messages=overview.unread_messages,
            points=_known(points.result()) or 0,
            next_delivery=_known(next_delivery.result()),
        )

    async def _overview(self, customer_id: int) -> Overview | None:
        async with self.reads() as work:
            return await work.overviews.find(customer_id, RECENT_ORDERS)


async def _settled(answer: Awaitable[Answer]) -> Answer | UnavailableError:
    """A failure as a value: raised in the group, it would cancel the query and cost its pooled connection."""
    try:
        return await answer
    except UnavailableError as error:
        return error


def _known(answer: Answer | UnavailableError) -> Answer:
    if isinstance(answer, UnavailableError):
        raise answer
    return answer
