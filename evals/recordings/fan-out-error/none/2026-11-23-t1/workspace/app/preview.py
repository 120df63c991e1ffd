import asyncio
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.errors import PRECEDENCE, Failure, PreviewError
from app.models import MAX_INT, Cart, CartItem, Customer
from app.rates import RateService, ShippingRate, TaxRate
from app.schemas import PreviewOut

Sessions = async_sessionmaker[AsyncSession]


# The two database lookups run at the same time, and an AsyncSession serves only one task at
# a time. So each lookup has its own session, which also goes back before the services answer.


async def find_customer_name(sessions: Sessions, customer_id: int) -> str:
    name = None
    if 1 <= customer_id <= MAX_INT:  # anything else is no id, and may not fit the column
        async with sessions() as session:
            name = await session.scalar(select(Customer.name).where(Customer.id == customer_id))
    if name is None:
        raise PreviewError(Failure.CUSTOMER_NOT_FOUND)
    return name


async def find_items_cents(sessions: Sessions, cart_id: int) -> int:
    rows = []
    if 1 <= cart_id <= MAX_INT:
        async with sessions() as session:
            # The outer join tells an empty cart (one row of NULLs) from a missing one (no row).
            result = await session.execute(
                select(CartItem.price_cents, CartItem.quantity)
                .select_from(Cart)
                .outerjoin(Cart.items)
                .where(Cart.id == cart_id)
            )
            rows = result.all()
    if not rows:
        raise PreviewError(Failure.CART_NOT_FOUND)
    return sum(price * quantity for price, quantity in rows if price is not None)


def tax_on(items_cents: int, percent: float) -> int:
    """Rounded down. Goes by the decimal digits of the rate, as floats would lose cents."""
    return int(items_cents * Fraction(repr(percent)) / 100)


async def make_preview(
    sessions: Sessions,
    carrier: RateService[ShippingRate],
    tax: RateService[TaxRate],
    *,
    customer_id: int,
    cart_id: int,
    postcode: str,
    country: str,
) -> PreviewOut:
    # All four run to their end: which error the client gets depends on the outcome of all,
    # and no lookup is left running or is cancelled amid a query.
    results = await asyncio.gather(
        find_customer_name(sessions, customer_id),
        find_items_cents(sessions, cart_id),
        carrier.get(postcode),
        tax.get(country),
        return_exceptions=True,
    )
    failures = []
    for result in results:
        if isinstance(result, PreviewError):
            failures.append(result.failure)
        elif isinstance(result, BaseException):
            raise result
    if failures:
        raise PreviewError(min(failures, key=PRECEDENCE.__getitem__))

    customer, items_cents, shipping, tax_rate = results
    tax_cents = tax_on(items_cents, tax_rate.percent)
    return PreviewOut(
        customer=customer,
        items_cents=items_cents,
        shipping_cents=shipping.price_cents,
        tax_cents=tax_cents,
        total_cents=items_cents + shipping.price_cents + tax_cents,
    )
