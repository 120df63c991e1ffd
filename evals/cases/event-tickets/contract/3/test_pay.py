"""Paying, by saying so."""

import asyncio

import httpx
from box_office import cancel, event, left, made, order, seen, shows


async def pay(client: httpx.AsyncClient, order_id: int) -> httpx.Response:
    return await client.post(f"/orders/{order_id}/pay")


async def test_paid(client: httpx.AsyncClient) -> None:
    show = await event(client, 4, hold_seconds=3)
    held = made(await order(client, show, 3))
    assert shows(seen(await pay(client, held["id"])), id=held["id"], status="paid")
    assert (await pay(client, held["id"])).status_code == 409
    assert (await pay(client, 999999)).status_code == 404
    await asyncio.sleep(3.2)
    assert seen(await client.get(f"/orders/{held['id']}"))["status"] == "paid"
    assert await left(client, show) == 1
    seen(await cancel(client, held["id"]))
    assert await left(client, show) == 4
    assert (await pay(client, held["id"])).status_code == 409


async def test_paid_or_cancelled(client: httpx.AsyncClient) -> None:
    show = await event(client, 10)
    for _ in range(4):
        held = made(await order(client, show))
        answers = await asyncio.gather(*(pay(client, held["id"]) for _ in range(4)))
        assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
