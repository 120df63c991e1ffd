"""Categories, and what was sold."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import httpx
import pytest
from box_office import cancel, event, made, order, seen, shows

SEATED = {"name": "seated", "capacity": 4, "price_cents": 4000}
STANDING = {"name": "standing", "capacity": 6, "price_cents": 2000}


async def concert(client: httpx.AsyncClient, *categories: dict[str, object], **more: object) -> int:
    body = {"name": "Concert", "categories": list(categories or (SEATED, STANDING)), **more}
    return int(made(await client.post("/events", json=body))["id"])


async def places(client: httpx.AsyncClient, event_id: int) -> dict[str, int]:
    found = seen(await client.get(f"/events/{event_id}"))
    assert found["left"] == sum(one["left"] for one in found["categories"])
    return {one["name"]: one["left"] for one in found["categories"]}


async def buy(client: httpx.AsyncClient, stub: Mapping[str, ModuleType], order_id: int) -> None:
    seen(await client.post(f"/orders/{order_id}/pay"))
    body = {"payment": stub["PAYMENTS_URL"].made[order_id], "result": "paid"}
    assert (await client.post("/webhooks/payments", json=body)).status_code == 204


async def test_an_event_has_categories(client: httpx.AsyncClient) -> None:
    show = await concert(client)
    body = seen(await client.get(f"/events/{show}"))
    assert shows(body, capacity=10, left=10, price_cents=2000)
    assert body["categories"] == [{**SEATED, "left": 4}, {**STANDING, "left": 6}]
    old = seen(await client.get(f"/events/{await event(client, 7, 500)}"))
    assert old["categories"] == [{"name": "standard", "capacity": 7, "price_cents": 500, "left": 7}]


async def test_an_order_is_of_a_category(client: httpx.AsyncClient) -> None:
    show = await concert(client)
    seated = made(await order(client, show, 3, category="seated"))
    assert shows(seated, category="seated", total_cents=12000)
    assert (await order(client, show, 2, category="seated")).status_code == 409
    assert made(await order(client, show, 2, category="standing"))["total_cents"] == 4000
    assert await places(client, show) == {"seated": 1, "standing": 4}
    assert (await order(client, show, 1)).status_code == 422
    assert (await order(client, show, 1, category="roof")).status_code == 422
    seen(await cancel(client, seated["id"]))
    assert await places(client, show) == {"seated": 4, "standing": 4}
    assert made(await order(client, await event(client)))["category"] == "standard"
    assert made(await order(client, await concert(client, SEATED)))["category"] == "seated"


@pytest.mark.parametrize(
    "body",
    [
        {"categories": []},
        {"categories": [SEATED, SEATED]},
        {"categories": [{**SEATED, "name": ""}]},
        {"categories": [{**SEATED, "capacity": 0}]},
        {"categories": [SEATED], "capacity": 4, "price_cents": 4000},
        {"categories": [SEATED], "capacity": 4},
        {"capacity": 4},
        {},
    ],
)
async def test_bad_events_are_422(client: httpx.AsyncClient, body: dict[str, object]) -> None:
    assert (await client.post("/events", json={"name": "Concert", **body})).status_code == 422


async def test_a_code_of_one_category(client: httpx.AsyncClient) -> None:
    show = await concert(client)
    given = {"code": "SIT", "percent": 50, "uses": 5, "category": "seated"}
    body = made(await client.post(f"/events/{show}/codes", json=given))
    assert shows(body, **given, left=5)
    assert (await order(client, show, 1, category="standing", code="SIT")).status_code == 409
    assert made(await order(client, show, 1, category="seated", code="SIT"))["total_cents"] == 2000
    assert seen(await client.get(f"/events/{show}/codes/SIT"))["left"] == 4
    every = {"code": "ALL", "percent": 50, "uses": 5}
    assert made(await client.post(f"/events/{show}/codes", json=every))["category"] is None
    made(await order(client, show, 1, category="standing", code="ALL"))
    bad = {**every, "code": "BAD", "category": "roof"}
    assert (await client.post(f"/events/{show}/codes", json=bad)).status_code == 422


async def test_the_rush_for_one_category(client: httpx.AsyncClient) -> None:
    show = await concert(client)
    calls = [order(client, show, 1, category=name) for name in ("seated", "standing") for _ in range(10)]
    answers = await asyncio.gather(*calls)
    assert Counter(answer.status_code for answer in answers[:10]) == {201: 4, 409: 6}
    assert Counter(answer.status_code for answer in answers[10:]) == {201: 6, 409: 4}
    assert await places(client, show) == {"seated": 0, "standing": 0}


async def pages(client: httpx.AsyncClient, event_id: int, **params: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for _ in range(50):
        body = seen(await client.get(f"/events/{event_id}/orders", params=params))
        found += body["items"]
        if body["next_cursor"] is None:
            return found
        params["cursor"] = body["next_cursor"]
    raise AssertionError("the cursor leads nowhere")


async def test_orders_in_pages(client: httpx.AsyncClient) -> None:
    show, other = await event(client, 50), await event(client)
    made(await order(client, other))
    orders = [made(await order(client, show)) for _ in range(5)]
    first = seen(await client.get(f"/events/{show}/orders", params={"limit": 2}))
    assert first["items"] == [orders[4], orders[3]]
    made(await order(client, show))
    assert await pages(client, show, limit=2, cursor=first["next_cursor"]) == [
        orders[2],
        orders[1],
        orders[0],
    ]


async def test_orders_of_a_status(client: httpx.AsyncClient, stub: Mapping[str, ModuleType]) -> None:
    show = await event(client, 50, hold_seconds=3)
    paid = made(await order(client, show))
    await buy(client, stub, paid["id"])
    cancelled = made(await order(client, show))
    seen(await cancel(client, cancelled["id"]))
    orders = [made(await order(client, show)) for _ in range(3)]
    await asyncio.sleep(3.3)
    found = {
        name: await pages(client, show, status=name, limit=1)
        for name in ("held", "paid", "cancelled", "expired")
    }
    assert {name: [one["id"] for one in each] for name, each in found.items()} == {
        "held": [],
        "paid": [paid["id"]],
        "cancelled": [cancelled["id"]],
        "expired": [one["id"] for one in orders[::-1]],
    }
    assert all(one["status"] == name for name, each in found.items() for one in each)


@pytest.mark.parametrize("params", [{"limit": 0}, {"limit": 101}, {"status": "lost"}, {"cursor": "?!"}])
async def test_bad_lists_are_422(client: httpx.AsyncClient, params: dict[str, object]) -> None:
    show = await event(client)
    assert (await client.get(f"/events/{show}/orders", params=params)).status_code == 422


async def test_sales(client: httpx.AsyncClient, stub: Mapping[str, ModuleType]) -> None:
    show = await concert(client)
    seated = made(await order(client, show, 2, category="seated"))
    refunded = made(await order(client, show, 1, category="standing"))
    made(await order(client, show, 1, category="standing"))
    for one in (seated, refunded):
        await buy(client, stub, one["id"])
    seen(await cancel(client, refunded["id"]))
    sales = seen(await client.get(f"/events/{show}/sales"))
    assert shows(sales, tickets=2, cents=8000)
    assert sales["by_category"] == [
        {"name": "seated", "tickets": 2, "cents": 8000},
        {"name": "standing", "tickets": 0, "cents": 0},
    ]
    assert (await client.get("/events/999999/sales")).status_code == 404
    assert (await client.get("/events/999999/orders")).status_code == 404
