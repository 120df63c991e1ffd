"""Many buyers in the same second."""

import asyncio
from collections import Counter

import httpx


async def add_product(client: httpx.AsyncClient, sku: str, stock: int) -> None:
    answer = await client.post("/products", json={"sku": sku, "name": sku, "stock": stock})
    assert answer.status_code == 201, answer.text


async def buy(client: httpx.AsyncClient, customer: str, *skus: str) -> int:
    lines = [{"sku": sku, "quantity": 1} for sku in skus]
    return (await client.post("/orders", json={"customer": customer, "lines": lines})).status_code


async def test_all_that_is_there_is_sold_and_no_more(client: httpx.AsyncClient) -> None:
    await add_product(client, "TICKET", 10)
    statuses = await asyncio.gather(*(buy(client, "crowd@example.com", "TICKET") for _ in range(60)))
    assert Counter(statuses) == {201: 10, 409: 50}
    assert (await client.get("/products/TICKET")).json()["stock"] == 0
    assert len((await client.get("/products/TICKET/movements")).json()) == 10
    assert len((await client.get("/orders", params={"customer": "crowd@example.com"})).json()) == 10


async def test_opposite_orders_of_lines_do_not_block_each_other(client: httpx.AsyncClient) -> None:
    await add_product(client, "LEFT", 1000)
    await add_product(client, "RIGHT", 1000)
    pairs = [("LEFT", "RIGHT"), ("RIGHT", "LEFT")] * 40
    statuses = await asyncio.gather(*(buy(client, "pairs@example.com", *pair) for pair in pairs))
    assert Counter(statuses) == {201: 80}
    assert (await client.get("/products/LEFT")).json()["stock"] == 920
    assert (await client.get("/products/RIGHT")).json()["stock"] == 920


async def test_refused_orders_in_a_crowd_leave_nothing_behind(client: httpx.AsyncClient) -> None:
    await add_product(client, "PLENTY", 1000)
    await add_product(client, "SCARCE", 5)
    statuses = await asyncio.gather(
        *(buy(client, "mixed@example.com", "PLENTY", "SCARCE") for _ in range(40))
    )
    assert Counter(statuses) == {201: 5, 409: 35}
    assert (await client.get("/products/PLENTY")).json()["stock"] == 995
    assert len((await client.get("/products/PLENTY/movements")).json()) == 5
    assert len((await client.get("/orders", params={"customer": "mixed@example.com"})).json()) == 5
