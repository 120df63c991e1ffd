import os

import httpx

from app.database import Cart, Customer, SessionLocal
from app.errors import PreviewError

client = httpx.AsyncClient(timeout=1.5)


async def get_customer(customer_id: int) -> Customer:
    async with SessionLocal() as session:
        customer = await session.get(Customer, customer_id)
    if customer is None:
        raise PreviewError(404, "customer_not_found")
    return customer


async def get_cart(cart_id: int) -> Cart:
    async with SessionLocal() as session:
        cart = await session.get(Cart, cart_id)
    if cart is None:
        raise PreviewError(404, "cart_not_found")
    return cart


async def get_shipping(postcode: str) -> int:
    try:
        response = await client.get(f"{os.environ['CARRIER_URL']}/rates/{postcode}")
    except httpx.HTTPError:
        raise PreviewError(503, "carrier_unavailable")
    if response.status_code == 404:
        raise PreviewError(404, "postcode_not_served")
    if response.is_error:
        raise PreviewError(503, "carrier_unavailable")
    return response.json()["price_cents"]


async def get_tax(country: str) -> int:
    try:
        response = await client.get(f"{os.environ['TAX_URL']}/rates/{country}")
    except httpx.HTTPError:
        raise PreviewError(503, "tax_unavailable")
    if response.status_code == 404:
        raise PreviewError(404, "country_not_served")
    if response.is_error:
        raise PreviewError(503, "tax_unavailable")
    return response.json()["percent"]
