"""Paying: a payment starts here, and the provider says how it ends."""

from dataclasses import dataclass
from typing import Protocol

from app.errors import NotFoundError, OrderClosedError, PaymentProviderError
from app.gateways.protocols import IPaymentGateway, ITurns
from app.models.order import Order
from app.repositories.protocols import IUnitOfWork, IUnitOfWorkFactory


class IPaymentService(Protocol):
    async def pay(self, order_id: int) -> Order: ...
    async def end(self, payment: str, is_paid: bool) -> None: ...


@dataclass(frozen=True, slots=True)
class PaymentService:
    unit_of_work: IUnitOfWorkFactory
    provider: IPaymentGateway
    turns: ITurns

    async def pay(self, order_id: int) -> Order:
        """Start a payment, or show the one that was started."""
        async with self.turns.of(order_id):
            order = await self._claim(order_id)
            if order.status == "paid" or order.payment_url is not None:
                return order
            # Nothing is locked while the provider takes its time.
            try:
                payment = await self.provider.start(order_id, order.total_cents)
            except PaymentProviderError:
                await self._give_up(order)
                raise
            async with self.unit_of_work() as work:
                await work.payments.add(payment)
                await work.orders.start_paying(order_id, payment.url)
                return await _known(work, order_id)

    async def end(self, payment: str, is_paid: bool) -> None:
        """What comes for a payment that has ended already changes nothing."""
        order = await self._order_of(payment)
        async with self.unit_of_work() as work:
            event = await work.events.lock(order.event_id)
            if event is None or not await work.payments.end(payment):
                return
            if is_paid:
                await work.orders.set_status(order.id, "paid")
            else:
                await work.orders.hold_again(order.id, event.hold_seconds)

    async def _claim(self, order_id: int) -> Order:
        """From here on it neither expires nor can be cancelled. What costs nothing is paid at once."""
        async with self.unit_of_work() as work:
            order = await _known(work, order_id)
            await work.events.lock(order.event_id)
            order = await _known(work, order_id)
            if order.status == "paying":
                return order
            if order.status != "held":
                raise OrderClosedError(order_id, order.status)
            await work.orders.set_status(order_id, "paying" if order.total_cents else "paid")
            return await _known(work, order_id)

    async def _give_up(self, order: Order) -> None:
        async with self.unit_of_work() as work:
            await work.events.lock(order.event_id)
            await work.orders.set_status(order.id, "held")

    async def _order_of(self, payment: str) -> Order:
        async with self.unit_of_work() as work:
            found = await work.payments.find(payment)
            if found is None:
                raise NotFoundError("payment", payment)
            return await _known(work, found.order_id)


async def _known(work: IUnitOfWork, order_id: int) -> Order:
    order = await work.orders.find(order_id)
    if order is None:
        raise NotFoundError("order", order_id)
    return order
