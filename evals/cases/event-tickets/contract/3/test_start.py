"""How an order starts, and ends by itself."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from box_office import cancel, event, left, made, order, seen, shows

SHORT = 3


async def expired(client: httpx.AsyncClient, order_id: int) -> None:
    """Wait until the order says so."""
    for _ in range(100):
        await asyncio.sleep(0.1)
        if seen(await client.get(f"/orders/{order_id}"))["status"] == "expired":
            return
    raise AssertionError("it does not expire")


async def test_an_order_is_held(client: httpx.AsyncClient) -> None:
    before = datetime.now(UTC)
    show = await event(client, hold_seconds=60)
    assert seen(await client.get(f"/events/{show}"))["hold_seconds"] == 60
    held = made(await order(client, show))
    assert held["status"] == "held"
    until = datetime.fromisoformat(held["expires_at"])
    assert before + timedelta(seconds=59) < until < datetime.now(UTC) + timedelta(seconds=61)
    assert seen(await client.get(f"/events/{await event(client)}"))["hold_seconds"] == 900


async def test_what_expires_is_free(client: httpx.AsyncClient) -> None:
    show = await event(client, 5, hold_seconds=SHORT)
    made(await client.post(f"/events/{show}/codes", json={"code": "ONCE", "percent": 10, "uses": 1}))
    held = made(await order(client, show, 5, code="ONCE"))
    await expired(client, held["id"])
    assert await left(client, show) == 5
    assert seen(await client.get(f"/events/{show}/codes/ONCE"))["left"] == 1
    assert (await client.post(f"/orders/{held['id']}/pay")).status_code == 409
    assert (await cancel(client, held["id"])).status_code == 409
    made(await order(client, show, 5, code="ONCE"))
    assert await left(client, show) == 0
    assert shows(seen(await client.get(f"/orders/{held['id']}")), status="expired", code="ONCE")


async def test_what_expired_is_sold_once(client: httpx.AsyncClient) -> None:
    show = await event(client, 3, hold_seconds=SHORT)
    await expired(client, made(await order(client, show, 3))["id"])
    answers = await asyncio.gather(*(order(client, show, 1) for _ in range(9)))
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [409] * 6


@pytest.mark.parametrize("seconds", [0, 3601, "long"])
async def test_bad_hold_times_are_422(client: httpx.AsyncClient, seconds: object) -> None:
    body = {"name": "Concert", "capacity": 1, "price_cents": 1, "hold_seconds": seconds}
    assert (await client.post("/events", json=body)).status_code == 422
