"""Fifty phones at once, on an application that has only just started."""

import asyncio
import time

import httpx

PHONES = 50


async def test_every_phone_of_a_burst_gets_its_screen(client: httpx.AsyncClient) -> None:
    customer = (await client.post("/customers", json={"name": "Ada"})).json()["id"]
    order = (
        await client.post(f"/customers/{customer}/orders", json={"item": "Kettle", "total_cents": 4900})
    ).json()
    await client.post(f"/customers/{customer}/messages", json={"text": "Here"})

    start = time.perf_counter()
    answers = await asyncio.gather(*(client.get(f"/customers/{customer}/home") for _ in range(PHONES)))
    seconds = time.perf_counter() - start

    assert [answer.status_code for answer in answers] == [200] * PHONES
    assert all(answer.json()["recent_orders"] == [order] for answer in answers)
    assert all(answer.json()["unread_messages"] == 1 for answer in answers)
    assert seconds < 20, f"the burst took {seconds:.1f} s"


async def test_a_burst_for_unknown_customers_is_404_for_all(client: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(client.get(f"/customers/{900000 + n}/home") for n in range(PHONES)))
    assert [answer.status_code for answer in answers] == [404] * PHONES
    customer = (await client.post("/customers", json={"name": "Bob"})).json()["id"]
    assert (await client.get(f"/customers/{customer}/home")).status_code == 200
