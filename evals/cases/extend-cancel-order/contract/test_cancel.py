"""Cancelling, once and many times over."""

import asyncio
from collections import Counter
from typing import Any

import httpx


async def add_product(client: httpx.AsyncClient, sku: str, stock: int = 10) -> None:
    answer = await client.post("/products", json={"sku": sku, "name": sku, "stock": stock})
    assert answer.status_code == 201, answer.text


async def order(client: httpx.AsyncClient, customer: str, *lines: tuple[str, int]) -> dict[str, Any]:
    body = {"customer": customer, "lines": [{"sku": sku, "quantity": quantity} for sku, quantity in lines]}
    answer = await client.post("/orders", json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def cancel(client: httpx.AsyncClient, number: int) -> httpx.Response:
    return await client.post(f"/orders/{number}/cancel")


async def stock_of(client: httpx.AsyncClient, sku: str) -> int:
    return int((await client.get(f"/products/{sku}")).json()["stock"])


async def changes_of(client: httpx.AsyncClient, sku: str) -> list[int]:
    return [movement["change"] for movement in (await client.get(f"/products/{sku}/movements")).json()]


async def test_a_cancelled_order_gives_its_stock_back(client: httpx.AsyncClient) -> None:
    await add_product(client, "MUG")
    await add_product(client, "POT")
    placed = await order(client, "ada@example.com", ("MUG", 2), ("POT", 3), ("MUG", 1))
    assert placed["status"] == "placed"
    assert await stock_of(client, "MUG") == 7
    answer = await cancel(client, placed["id"])
    assert (answer.status_code, answer.json()) == (200, placed | {"status": "cancelled"})
    assert (await stock_of(client, "MUG"), await stock_of(client, "POT")) == (10, 10)
    assert sorted(await changes_of(client, "MUG")) == [-2, -1, 1, 2]
    assert await changes_of(client, "POT") == [-3, 3]
    assert (await client.get(f"/orders/{placed['id']}")).json() == answer.json()


async def test_cancelling_again_is_409_and_changes_nothing(client: httpx.AsyncClient) -> None:
    await add_product(client, "CUP")
    placed = await order(client, "bob@example.com", ("CUP", 4))
    assert (await cancel(client, placed["id"])).status_code == 200
    assert (await cancel(client, placed["id"])).status_code == 409
    assert await stock_of(client, "CUP") == 10
    assert await changes_of(client, "CUP") == [-4, 4]


async def test_an_unknown_order_is_404(client: httpx.AsyncClient) -> None:
    assert (await cancel(client, 999_999)).status_code == 404


async def test_orders_by_status(client: httpx.AsyncClient) -> None:
    await add_product(client, "PAN")
    kept, dropped = (
        await order(client, "cem@example.com", ("PAN", 1)),
        await order(client, "cem@example.com", ("PAN", 1)),
    )
    await cancel(client, dropped["id"])

    async def listed(**query: str) -> list[int]:
        answer = await client.get("/orders", params={"customer": "cem@example.com", **query})
        assert answer.status_code == 200, answer.text
        return [each["id"] for each in answer.json()]

    assert await listed() == [kept["id"], dropped["id"]]
    assert await listed(status="placed") == [kept["id"]]
    assert await listed(status="cancelled") == [dropped["id"]]
    other = await client.get("/orders", params={"customer": "cem@example.com", "status": "lost"})
    assert other.status_code == 422


async def test_of_many_clicks_one_counts(client: httpx.AsyncClient) -> None:
    await add_product(client, "KEG", 100)
    for _ in range(3):
        placed = await order(client, "dan@example.com", ("KEG", 10))
        answers = await asyncio.gather(*(cancel(client, placed["id"]) for _ in range(10)))
        assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 9}
        assert await stock_of(client, "KEG") == 100
    assert sum(await changes_of(client, "KEG")) == 0


async def test_cancels_and_orders_at_the_same_time(client: httpx.AsyncClient) -> None:
    await add_product(client, "LEFT", 100)
    await add_product(client, "RIGHT", 100)
    placed = [await order(client, "eve@example.com", ("RIGHT", 1), ("LEFT", 1)) for _ in range(20)]
    cancels = [cancel(client, each["id"]) for each in placed]
    orders = [order(client, "eve@example.com", ("LEFT", 1), ("RIGHT", 1)) for _ in range(20)]
    outcomes = await asyncio.gather(*cancels, *orders)
    assert all(outcome.status_code == 200 for outcome in outcomes if isinstance(outcome, httpx.Response))
    assert (await stock_of(client, "LEFT"), await stock_of(client, "RIGHT")) == (80, 80)
