"""Events and orders, one request at a time."""

import httpx
import pytest
from box_office import cancel, event, left, made, order, seen, shows


async def test_events(client: httpx.AsyncClient) -> None:
    given = {"name": "Summer night", "capacity": 100, "price_cents": 2500}
    body = made(await client.post("/events", json=given))
    assert shows(body, **given, left=100)
    assert seen(await client.get(f"/events/{body['id']}")) == body


async def test_an_order_and_its_end(client: httpx.AsyncClient) -> None:
    show = await event(client, 5)
    first = made(await order(client, show, 2))
    assert shows(first, event_id=show, buyer="ada@example.org", quantity=2, total_cents=5000)
    assert seen(await client.get(f"/orders/{first['id']}")) == first
    assert await left(client, show) == 3
    assert (await order(client, show, 4)).status_code == 409
    assert await left(client, show) == 3
    assert shows(seen(await cancel(client, first["id"])), id=first["id"], status="cancelled")
    assert await left(client, show) == 5
    assert (await cancel(client, first["id"])).status_code == 409
    assert await left(client, show) == 5
    made(await order(client, show, 5))
    assert await left(client, show) == 0


async def test_the_unknown_is_404(client: httpx.AsyncClient) -> None:
    answers = [
        await client.get("/events/999999"),
        await client.get("/orders/999999"),
        await cancel(client, 999999),
        await order(client, 999999),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4


@pytest.mark.parametrize(
    "body",
    [
        {"name": "", "capacity": 1, "price_cents": 1},
        {"name": "None", "capacity": 0, "price_cents": 1},
        {"name": "Gift", "capacity": 1, "price_cents": -1},
    ],
)
async def test_bad_events_are_422(client: httpx.AsyncClient, body: dict[str, object]) -> None:
    assert (await client.post("/events", json=body)).status_code == 422


@pytest.mark.parametrize("body", [{"quantity": 0}, {"quantity": 11}, {"buyer": ""}, {"quantity": "many"}])
async def test_bad_orders_are_422(client: httpx.AsyncClient, body: dict[str, object]) -> None:
    show = await event(client, 100)
    given = {"buyer": "ada@example.org", "quantity": 1, **body}
    assert (await client.post(f"/events/{show}/orders", json=given)).status_code == 422
    assert await left(client, show) == 100
