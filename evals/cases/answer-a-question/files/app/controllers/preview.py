"""Looks up the four parts of a preview at the same time."""

from asyncio import TaskGroup
from dataclasses import dataclass
from typing import Protocol

from app.gateways.protocols import IRateGateway
from app.models.checkout import Preview, PreviewRequest
from app.services.carts import ICartService
from app.services.customers import ICustomerService
from app.services.pricing import IPricingService


class IPreviewController(Protocol):
    async def show(self, request: PreviewRequest) -> Preview: ...


@dataclass(frozen=True, slots=True)
class PreviewController:
    customers: ICustomerService
    carts: ICartService
    pricing: IPricingService
    carrier: IRateGateway
    tax: IRateGateway

    async def show(self, request: PreviewRequest) -> Preview:
        # No look-up raises, so none is cancelled by another, and the pricing sees all four outcomes.
        async with TaskGroup() as group:
            customer = group.create_task(self.customers.find(request.customer_id))
            cart = group.create_task(self.carts.find(request.cart_id))
            shipping = group.create_task(self.carrier.rate(request.postcode))
            tax = group.create_task(self.tax.rate(request.country))
        return self.pricing.preview(customer.result(), cart.result(), shipping.result(), tax.result())
