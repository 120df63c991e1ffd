"""What a preview costs, and which failure of its look-ups the customer hears of."""

from dataclasses import dataclass
from typing import Protocol

from app.errors import NotFoundError, UnavailableError
from app.models.checkout import Cart, Customer, NoRate, Preview


class IPricingService(Protocol):
    def preview(
        self, customer: Customer | None, cart: Cart | None, shipping: int | NoRate, tax: int | NoRate
    ) -> Preview: ...


@dataclass(frozen=True, slots=True)
class PricingService:
    def preview(
        self, customer: Customer | None, cart: Cart | None, shipping: int | NoRate, tax: int | NoRate
    ) -> Preview:
        """Add up the cart, the shipping (cents) and the tax (per cent).

        Raises NotFoundError before UnavailableError; customer, cart, shipping, tax within each.
        """
        if customer is None:
            raise NotFoundError("customer_not_found")
        if cart is None:
            raise NotFoundError("cart_not_found")
        if shipping is NoRate.NOT_SERVED:
            raise NotFoundError("postcode_not_served")
        if tax is NoRate.NOT_SERVED:
            raise NotFoundError("country_not_served")
        if isinstance(shipping, NoRate):
            raise UnavailableError("carrier_unavailable")
        if isinstance(tax, NoRate):
            raise UnavailableError("tax_unavailable")
        tax_cents = cart.items_cents * tax // 100
        total = cart.items_cents + shipping + tax_cents
        return Preview(customer.name, cart.items_cents, shipping, tax_cents, total)
