"""The preview of a checkout."""

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
from app.models.preview import Preview, PreviewInput
from app.services.protocols import ICartService, ICustomerService, IShippingService, ITaxService


@dataclass(frozen=True, slots=True)
class PreviewController:
    customers: ICustomerService
    carts: ICartService
    shipping: IShippingService
    taxes: ITaxService

    async def show(self, wish: PreviewInput) -> Preview:
        async with asyncio.TaskGroup() as group:
            customer_task = group.create_task(self.customers.find(wish.customer_id))
            cart_task = group.create_task(self.carts.find(wish.cart_id))
            shipping_task = group.create_task(self.shipping.price_cents(wish.postcode))
            rate_task = group.create_task(self.taxes.rate(wish.country))
        shipping, rate = shipping_task.result(), rate_task.result()
        # Raised after the group, so that nothing is cancelled half-way; the order is the precedence.
        if (customer := customer_task.result()) is None:
            raise CustomerNotFoundError
        if (cart := cart_task.result()) is None:
            raise CartNotFoundError
        if isinstance(shipping, PostcodeNotServedError):
            raise shipping
        if isinstance(rate, CountryNotServedError):
            raise rate
        if isinstance(shipping, CarrierUnavailableError):
            raise shipping
        if isinstance(rate, TaxUnavailableError):
            raise rate
        return Preview(
            customer=customer.name,
            items_cents=cart.items_cents,
            shipping_cents=shipping,
            tax_cents=rate.tax_cents(cart.items_cents),
        )
