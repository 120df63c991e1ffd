"""Payments: each key charges once."""

from dataclasses import asdict, dataclass
from typing import Protocol

from app.errors import DeclinedError, KeyReusedError, NotFoundError
from app.gateways.protocols import ICardGateway, ITurns
from app.models.payment import NewPayment, Payment
from app.repositories.protocols import IUnitOfWorkFactory


class IPaymentService(Protocol):
    async def pay(self, payment: NewPayment) -> Payment: ...
    async def get(self, payment_id: int) -> Payment: ...
    async def of_account(self, account: str) -> list[Payment]: ...


@dataclass(frozen=True, slots=True)
class PaymentService:
    unit_of_work: IUnitOfWorkFactory
    cards: ICardGateway
    turns: ITurns

    async def pay(self, payment: NewPayment) -> Payment:
        """Charge the card, or repeat the outcome of the first payment with this key.

        Raises KeyReusedError, DeclinedError (with the payment) or UpstreamError.
        """
        async with self.turns.of(payment.key):
            paid = await self._paid(payment) or await self._charge(payment)
        if paid.is_declined:
            raise DeclinedError(asdict(paid))
        return paid

    async def get(self, payment_id: int) -> Payment:
        async with self.unit_of_work() as work:
            payment = await work.payments.find(payment_id)
        if payment is None:
            raise NotFoundError("payment", payment_id)
        return payment

    async def of_account(self, account: str) -> list[Payment]:
        async with self.unit_of_work() as work:
            return await work.payments.of_account(account)

    async def _paid(self, payment: NewPayment) -> Payment | None:
        async with self.unit_of_work() as work:
            first = await work.payments.by_key(payment.key)
        if first and (first.account, first.amount_cents) != (payment.account, payment.amount_cents):
            raise KeyReusedError(payment.key)
        return first

    async def _charge(self, payment: NewPayment) -> Payment:
        # No connection is held while the provider takes its time.
        charge = await self.cards.charge(payment)
        async with self.unit_of_work() as work:
            return await work.payments.add(payment, charge)
