import asyncio
from dataclasses import dataclass

from app.errors import (
    CarrierUnavailableError,
    CartNotFoundError,
    CountryNotServedError,
    CustomerNotFoundError,
    PostcodeNotServedError,
    TaxUnavailableError,
)
from app.gateways.protocols import ICarrierGateway, ITaxGateway
from app.models.carts import Cart
from app.models.customers import Customer
from app.models.previews import Preview, PreviewInput, RateFailure
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
            tax_task = group.create_task(self.tax.percent(wish.country))
        customer, cart = customer_task.result(), cart_task.result()
        shipping_cents, percent = shipping_task.result(), tax_task.result()
        # Raised after the group, so that the order of these lines alone decides which error wins.
        if customer is None:
            raise CustomerNotFoundError
        if cart is None:
            raise CartNotFoundError
        if shipping_cents is RateFailure.NOT_SERVED:
            raise PostcodeNotServedError
        if percent is RateFailure.NOT_SERVED:
            raise CountryNotServedError
        if shipping_cents is RateFailure.UNAVAILABLE:
            raise CarrierUnavailableError
        if percent is RateFailure.UNAVAILABLE:
            raise TaxUnavailableError
        tax_cents = cart.items_cents * percent // 100
        return Preview(
            customer=customer.name,
            items_cents=cart.items_cents,
            shipping_cents=shipping_cents,
            tax_cents=tax_cents,
            total_cents=cart.items_cents + shipping_cents + tax_cents,
        )

    async def _customer(self, customer_id: int) -> Customer | None:
        async with self.unit_of_work() as work:
            return await work.customers.find(customer_id)

    async def _cart(self, cart_id: int) -> Cart | None:
        async with self.unit_of_work() as work:
            return await work.carts.find(cart_id)
