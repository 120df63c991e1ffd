"""What controllers and routes may ask of the domain.

Look-ups are made for fan-outs: they return what is wrong, so that the caller can weigh several failures.
"""

from typing import Protocol

from app.errors import (
    CarrierUnavailableError,
    CountryNotServedError,
    PostcodeNotServedError,
    TaxUnavailableError,
)
from app.models.cart import Cart, CartItem
from app.models.customer import Customer
from app.models.preview import TaxRate


class ICustomerService(Protocol):
    async def create(self, name: str) -> Customer: ...

    async def find(self, customer_id: int) -> Customer | None: ...


class ICartService(Protocol):
    async def create(self, items: tuple[CartItem, ...]) -> Cart: ...

    async def find(self, cart_id: int) -> Cart | None: ...


class IShippingService(Protocol):
    async def price_cents(self, postcode: str) -> int | PostcodeNotServedError | CarrierUnavailableError: ...


class ITaxService(Protocol):
    async def rate(self, country: str) -> TaxRate | CountryNotServedError | TaxUnavailableError: ...
