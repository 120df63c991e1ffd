"""What the home screen shows, and how long it takes next to its slowest part."""

import asyncio
import time
from typing import Any

import httpx

STUB_DELAY = 0.5


async def create_customer(client: httpx.AsyncClient, name: str = "Ada") -> int:
    answer = await client.post("/customers", json={"name": name})
    assert answer.status_code == 201, answer.text
    assert answer.json()["name"] == name
    return int(answer.json()["id"])


async def home(client: httpx.AsyncClient, customer: int) -> dict[str, Any]:
    answer = await client.get(f"/customers/{customer}/home")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def expected_points(customer: int) -> int:
    return 0 if customer % 2 else customer * 10


def expected_delivery(customer: int) -> str | None:
    return None if customer % 3 else f"2026-01-{customer % 28 + 1:02}"


async def test_an_empty_home_screen(client: httpx.AsyncClient) -> None:
    customers = [await create_customer(client) for _ in range(6)]
    screens = await asyncio.gather(*(home(client, customer) for customer in customers))
    for customer, screen in zip(customers, screens, strict=True):
        assert screen == {
            "customer": {"id": customer, "name": "Ada"},
            "recent_orders": [],
            "unread_messages": 0,
            "points": expected_points(customer),
            "next_delivery": expected_delivery(customer),
        }


async def test_the_five_newest_orders_newest_first(client: httpx.AsyncClient) -> None:
    customer, other = await create_customer(client), await create_customer(client)
    placed = []
    for number in range(7):
        answer = await client.post(
            f"/customers/{customer}/orders", json={"item": f"item {number}", "total_cents": 100 * number}
        )
        assert answer.status_code == 201, answer.text
        placed.append(answer.json())
    await client.post(f"/customers/{other}/orders", json={"item": "foreign", "total_cents": 1})
    assert (await home(client, customer))["recent_orders"] == placed[:1:-1]


async def test_only_unread_messages_are_counted(client: httpx.AsyncClient) -> None:
    customer = await create_customer(client)
    texts = [(await client.post(f"/customers/{customer}/messages", json={"text": text})) for text in "abc"]
    assert [answer.status_code for answer in texts] == [201] * 3
    read = await client.post(f"/messages/{texts[0].json()['id']}/read")
    assert read.status_code == 200
    assert read.json() == {**texts[0].json(), "read": True}
    assert (await home(client, customer))["unread_messages"] == 2


async def test_what_is_unknown_is_404(client: httpx.AsyncClient) -> None:
    answers = [
        await client.get("/customers/999999/home"),
        await client.post("/customers/999999/orders", json={"item": "x", "total_cents": 1}),
        await client.post("/customers/999999/messages", json={"text": "x"}),
        await client.post("/messages/999999/read"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4


async def test_an_empty_name_is_422(client: httpx.AsyncClient) -> None:
    assert (await client.post("/customers", json={"name": ""})).status_code == 422


async def test_the_screen_takes_as_long_as_its_slowest_part(client: httpx.AsyncClient) -> None:
    customer = await create_customer(client)
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        await home(client, customer)
        seconds.append(time.perf_counter() - start)
    assert min(seconds) < 1.6 * STUB_DELAY, f"{min(seconds):.2f} s for two parts of {STUB_DELAY} s each"
