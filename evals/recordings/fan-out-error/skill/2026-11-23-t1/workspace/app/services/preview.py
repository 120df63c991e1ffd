import asyncio
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.errors import (
    CarrierUnavailableError,
    CartNotFoundError,
    CountryNotServedError,
    CustomerNotFoundError,
    PostcodeNotServedError,
    TaxUnavailableError,
)
from app.gateways.protocols import ICarrierGateway, ITaxGateway
from app.models.cart import Cart
from app.models.customer import Customer
from app.models.preview import Miss, Preview, PreviewInput
from app.repositories.protocols import IUnitOfWorkFactory


@dataclass(frozen=True, slots=True)
class PreviewService:
    unit_of_work: IUnitOfWorkFactory
    carrier: ICarrierGateway
    tax: ITaxGateway

    async def preview(self, wish: PreviewInput) -> Preview:
        async with asyncio.TaskGroup() as group:
            customer_task = group.create_task(self._customer(wish.customer_id))
            cart_task = group.create_task(self._cart(wish.cart_id))
            shipping_task = group.create_task(self.carrier.price_cents(wish.postcode))
            percent_task = group.create_task(self.tax.percent(wish.country))
        # Raised after the group, so that the order of these lines is the precedence of the errors.
        if (customer := customer_task.result()) is None:
            raise CustomerNotFoundError
        if (cart := cart_task.result()) is None:
            raise CartNotFoundError
        if (shipping := shipping_task.result()) is Miss.NOT_SERVED:
            raise PostcodeNotServedError
        if (percent := percent_task.result()) is Miss.NOT_SERVED:
            raise CountryNotServedError
        if shipping is Miss.UNAVAILABLE:
            raise CarrierUnavailableError
        if percent is Miss.UNAVAILABLE:
            raise TaxUnavailableError
        return Preview(
            customer=customer.name,
            items_cents=cart.items_cents,
            shipping_cents=shipping,
            tax_cents=_tax_cents(cart.items_cents, percent),
        )

    async def _customer(self, customer_id: int) -> Customer | None:
        async with self.unit_of_work() as work:
            return await work.customers.find(customer_id)

    async def _cart(self, cart_id: int) -> Cart | None:
        async with self.unit_of_work() as work:
            return await work.carts.find(cart_id)


def _tax_cents(items_cents: int, percent: Decimal) -> int:
    return items_cents * Fraction(percent) // 100  # exact, then rounded down
