"""Which error wins, and that nothing waits for anything else."""

import asyncio
import unittest
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from app.controllers.preview import PreviewController
from app.errors import (
    AppError,
    CarrierUnavailableError,
    CartNotFoundError,
    CountryNotServedError,
    CustomerNotFoundError,
    PostcodeNotServedError,
    TaxUnavailableError,
)
from app.models.cart import Cart, CartItem
from app.models.customer import Customer
from app.models.preview import Preview, PreviewInput, TaxRate

ADA = Customer(1, "Ada")
CART = Cart(1, (CartItem("Kettle", 3000, 1), CartItem("Cup", 333, 2)))
NINETEEN = TaxRate(Fraction(19))
WISH = PreviewInput(customer_id=1, cart_id=1, postcode="10115", country="DE")

# In the order in which they win.
ERRORS: tuple[type[AppError], ...] = (
    CustomerNotFoundError,
    CartNotFoundError,
    PostcodeNotServedError,
    CountryNotServedError,
    CarrierUnavailableError,
    TaxUnavailableError,
)


@dataclass(slots=True)
class FakeShop:
    """All four services in one; each look-up answers after its own delay."""

    customer: Customer | None = ADA
    cart: Cart | None = CART
    shipping: int | PostcodeNotServedError | CarrierUnavailableError = 590
    tax: TaxRate | CountryNotServedError | TaxUnavailableError = NINETEEN


@dataclass(frozen=True, slots=True)
class FakeCustomers:
    shop: FakeShop
    delay: float = 0

    async def create(self, name: str) -> Customer:
        return Customer(1, name)

    async def find(self, customer_id: int) -> Customer | None:
        await asyncio.sleep(self.delay)
        return self.shop.customer


@dataclass(frozen=True, slots=True)
class FakeCarts:
    shop: FakeShop
    delay: float = 0

    async def create(self, items: tuple[CartItem, ...]) -> Cart:
        return Cart(1, items)

    async def find(self, cart_id: int) -> Cart | None:
        await asyncio.sleep(self.delay)
        return self.shop.cart


@dataclass(frozen=True, slots=True)
class FakeShipping:
    shop: FakeShop
    delay: float = 0

    async def price_cents(self, postcode: str) -> int | PostcodeNotServedError | CarrierUnavailableError:
        await asyncio.sleep(self.delay)
        return self.shop.shipping


@dataclass(frozen=True, slots=True)
class FakeTaxes:
    shop: FakeShop
    delay: float = 0

    async def rate(self, country: str) -> TaxRate | CountryNotServedError | TaxUnavailableError:
        await asyncio.sleep(self.delay)
        return self.shop.tax


def a_controller(
    shop: FakeShop, delays: tuple[float, float, float, float] = (0, 0, 0, 0)
) -> PreviewController:
    customers, carts, shipping, taxes = delays
    return PreviewController(
        FakeCustomers(shop, customers),
        FakeCarts(shop, carts),
        FakeShipping(shop, shipping),
        FakeTaxes(shop, taxes),
    )


def a_shop_with(errors: tuple[type[AppError], ...]) -> FakeShop:
    shop = FakeShop()
    for error in errors:
        if error is CustomerNotFoundError:
            shop.customer = None
        elif error is CartNotFoundError:
            shop.cart = None
        elif issubclass(error, PostcodeNotServedError | CarrierUnavailableError):
            shop.shipping = error()
        elif issubclass(error, CountryNotServedError | TaxUnavailableError):
            shop.tax = error()
    return shop


def possible(errors: tuple[type[AppError], ...]) -> bool:
    """A service either does not serve the place or is away, not both."""
    return not (
        {PostcodeNotServedError, CarrierUnavailableError} <= set(errors)
        or {CountryNotServedError, TaxUnavailableError} <= set(errors)
    )


class PreviewControllerTest(unittest.IsolatedAsyncioTestCase):
    async def test_the_tax_is_on_the_items_and_rounded_down(self) -> None:
        preview = await a_controller(FakeShop()).show(WISH)
        # 19 % of 3666 is 696.54
        self.assertEqual(preview, Preview("Ada", items_cents=3666, shipping_cents=590, tax_cents=696))
        self.assertEqual(preview.total_cents, 3666 + 590 + 696)

    async def test_a_broken_percentage_is_exact(self) -> None:
        self.assertEqual(TaxRate(Fraction("8.1")).tax_cents(1000), 81)
        self.assertEqual(TaxRate(Fraction("0.07")).tax_cents(10_000), 7)

    async def test_the_first_in_the_list_wins_whichever_failed_first(self) -> None:
        cases = [errors for size in range(1, 5) for errors in combinations(ERRORS, size) if possible(errors)]
        orders = ((0.0, 0.002, 0.004, 0.006), (0.006, 0.004, 0.002, 0.0))
        for errors in cases:
            for delays in orders:
                names = [error.code for error in errors]
                with self.subTest(errors=names, delays=delays), self.assertRaises(errors[0]):
                    await a_controller(a_shop_with(errors), delays).show(WISH)

    async def test_all_four_are_looked_up_at_the_same_time(self) -> None:
        async with asyncio.timeout(0.35):
            await a_controller(FakeShop(), (0.1, 0.1, 0.1, 0.1)).show(WISH)


if __name__ == "__main__":
    unittest.main()
