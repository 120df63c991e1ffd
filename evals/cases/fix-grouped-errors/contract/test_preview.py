"""The preview, each of its errors, and which one wins."""

import asyncio
import time
from typing import Any

import httpx
import pytest

SERVED, UNSERVED, BROKEN, SILENT = "10115", "00000", "50000", "59999"
GOOD_TAX, NO_TAX, BROKEN_TAX, SILENT_TAX = "DE", "NX", "SX", "TX"
NOBODY, NOTHING = 999_999, 999_999
ITEMS = [
    {"name": "Kettle", "price_cents": 1999, "quantity": 2},
    {"name": "Cup", "price_cents": 3, "quantity": 1},
]


@pytest.fixture
async def known(client: httpx.AsyncClient) -> dict[str, Any]:
    customer = await client.post("/customers", json={"name": "Ada"})
    cart = await client.post("/carts", json={"items": ITEMS})
    assert (customer.status_code, cart.status_code) == (201, 201), cart.text
    assert cart.json()["items"] == ITEMS
    return {
        "customer_id": customer.json()["id"],
        "cart_id": cart.json()["id"],
        "postcode": SERVED,
        "country": GOOD_TAX,
    }


async def preview(client: httpx.AsyncClient, known: dict[str, Any], **changes: Any) -> httpx.Response:
    return await client.get("/preview", params=known | changes)


async def test_a_preview_adds_up(client: httpx.AsyncClient, known: dict[str, Any]) -> None:
    answer = await preview(client, known)
    assert answer.status_code == 200, answer.text
    assert answer.json() == {
        "customer": "Ada",
        "items_cents": 4001,
        "shipping_cents": 590,
        "tax_cents": 760,
        "total_cents": 5351,
    }


async def test_the_look_ups_run_at_the_same_time(client: httpx.AsyncClient, known: dict[str, Any]) -> None:
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        await preview(client, known)
        seconds.append(time.perf_counter() - start)
    assert min(seconds) < 0.65, f"{min(seconds):.2f} s for two services of 0.4 s each"


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"customer_id": NOBODY}, 404, "customer_not_found"),
        ({"cart_id": NOTHING}, 404, "cart_not_found"),
        ({"postcode": UNSERVED}, 404, "postcode_not_served"),
        ({"country": NO_TAX}, 404, "country_not_served"),
        ({"postcode": BROKEN}, 503, "carrier_unavailable"),
        ({"postcode": SILENT}, 503, "carrier_unavailable"),
        ({"country": BROKEN_TAX}, 503, "tax_unavailable"),
        ({"country": SILENT_TAX}, 503, "tax_unavailable"),
    ],
)
async def test_one_error(
    client: httpx.AsyncClient, known: dict[str, Any], changes: dict[str, Any], status: int, code: str
) -> None:
    answer = await preview(client, known, **changes)
    assert (answer.status_code, answer.json()) == (status, {"error": code})


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"customer_id": NOBODY, "cart_id": NOTHING}, 404, "customer_not_found"),
        ({"cart_id": NOTHING, "postcode": BROKEN}, 404, "cart_not_found"),
        ({"customer_id": NOBODY, "postcode": BROKEN, "country": BROKEN_TAX}, 404, "customer_not_found"),
        ({"postcode": UNSERVED, "country": NO_TAX}, 404, "postcode_not_served"),
        ({"postcode": BROKEN, "country": NO_TAX}, 404, "country_not_served"),
        ({"postcode": UNSERVED, "country": BROKEN_TAX}, 404, "postcode_not_served"),
        ({"postcode": SILENT, "country": BROKEN_TAX}, 503, "carrier_unavailable"),
    ],
)
async def test_the_first_of_the_list_wins(
    client: httpx.AsyncClient, known: dict[str, Any], changes: dict[str, Any], status: int, code: str
) -> None:
    answer = await preview(client, known, **changes)
    assert (answer.status_code, answer.json()) == (status, {"error": code})


async def test_a_silent_service_is_given_up_in_time(client: httpx.AsyncClient, known: dict[str, Any]) -> None:
    start = time.perf_counter()
    await preview(client, known, postcode=SILENT)
    assert time.perf_counter() - start < 4


async def test_missing_and_bad_parameters_are_422(client: httpx.AsyncClient, known: dict[str, Any]) -> None:
    assert (await client.get("/preview", params={"customer_id": 1})).status_code == 422
    assert (await preview(client, known, customer_id="x")).status_code == 422


async def test_the_service_survives_a_crowd_of_failures(
    client: httpx.AsyncClient, known: dict[str, Any]
) -> None:
    failures: list[dict[str, Any]] = [
        {"customer_id": NOBODY, "postcode": BROKEN},
        {"cart_id": NOTHING},
        {"postcode": BROKEN},
    ]
    expected = [404, 404, 503] * 20
    failed = await asyncio.gather(*(preview(client, known, **failures[n % 3]) for n in range(60)))
    assert [answer.status_code for answer in failed] == expected
    served = await asyncio.gather(*(preview(client, known) for _ in range(30)))
    assert [answer.status_code for answer in served] == [200] * 30
