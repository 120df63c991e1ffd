"""What worked before the change: shapes, statuses, and that a refused order leaves nothing behind."""

from typing import Any

import httpx
import pytest


async def add_product(client: httpx.AsyncClient, sku: str, stock: int = 10) -> None:
    answer = await client.post("/products", json={"sku": sku, "name": sku.title(), "stock": stock})
    assert answer.status_code == 201, answer.text
    assert answer.json() == {"sku": sku, "name": sku.title(), "stock": stock}


async def order(client: httpx.AsyncClient, customer: str, **quantities: int) -> httpx.Response:
    lines = [{"sku": sku, "quantity": quantity} for sku, quantity in quantities.items()]
    return await client.post("/orders", json={"customer": customer, "lines": lines})


async def stock_of(client: httpx.AsyncClient, sku: str) -> int:
    return int((await client.get(f"/products/{sku}")).json()["stock"])


async def movements_of(client: httpx.AsyncClient, sku: str) -> list[dict[str, Any]]:
    answer = await client.get(f"/products/{sku}/movements")
    assert answer.status_code == 200, answer.text
    return list(answer.json())


async def orders_of(client: httpx.AsyncClient, customer: str) -> list[dict[str, Any]]:
    answer = await client.get("/orders", params={"customer": customer})
    assert answer.status_code == 200, answer.text
    return list(answer.json())


async def test_products(client: httpx.AsyncClient) -> None:
    await add_product(client, "LAMP", 3)
    assert (await client.get("/products/LAMP")).json() == {"sku": "LAMP", "name": "Lamp", "stock": 3}
    assert await movements_of(client, "LAMP") == []
    again = await client.post("/products", json={"sku": "LAMP", "name": "Other", "stock": 1})
    assert again.status_code == 409
    assert (await client.get("/products/LAMP")).json()["name"] == "Lamp"
    negative = await client.post("/products", json={"sku": "HOLE", "name": "Hole", "stock": -1})
    assert negative.status_code == 422
    assert (await client.get("/products/NONE")).status_code == 404
    assert (await client.get("/products/NONE/movements")).status_code == 404


async def test_an_order_lowers_stock_and_writes_movements(client: httpx.AsyncClient) -> None:
    await add_product(client, "MUG")
    await add_product(client, "POT")
    first = await order(client, "ada@example.com", MUG=2, POT=3)
    second = await order(client, "ada@example.com", MUG=1)
    assert [first.status_code, second.status_code] == [201, 201]
    assert first.json() == {
        "id": first.json()["id"],
        "customer": "ada@example.com",
        "status": "placed",
        "lines": [{"sku": "MUG", "quantity": 2}, {"sku": "POT", "quantity": 3}],
    }
    assert (await stock_of(client, "MUG"), await stock_of(client, "POT")) == (7, 7)
    assert await movements_of(client, "MUG") == [
        {"order_id": first.json()["id"], "change": -2},
        {"order_id": second.json()["id"], "change": -1},
    ]
    assert (await client.get(f"/orders/{first.json()['id']}")).json() == first.json()
    assert await orders_of(client, "ada@example.com") == [first.json(), second.json()]
    assert (await client.get("/orders/999999")).status_code == 404


async def test_a_line_without_stock_leaves_nothing_behind(client: httpx.AsyncClient) -> None:
    await add_product(client, "CUP")
    await add_product(client, "RARE", 1)
    refused = await order(client, "bob@example.com", CUP=2, RARE=2)
    assert refused.status_code == 409
    assert (await stock_of(client, "CUP"), await stock_of(client, "RARE")) == (10, 1)
    assert await movements_of(client, "CUP") == []
    assert await orders_of(client, "bob@example.com") == []


async def test_an_unknown_sku_leaves_nothing_behind(client: httpx.AsyncClient) -> None:
    await add_product(client, "FORK")
    refused = await order(client, "cem@example.com", FORK=2, GHOST=1)
    assert refused.status_code == 404
    assert await stock_of(client, "FORK") == 10
    assert await movements_of(client, "FORK") == []
    assert await orders_of(client, "cem@example.com") == []


async def test_unknown_goes_before_too_little(client: httpx.AsyncClient) -> None:
    await add_product(client, "SPOON", 1)
    assert (await order(client, "dan@example.com", SPOON=5, GHOST=1)).status_code == 404


async def test_lines_of_one_sku_count_together(client: httpx.AsyncClient) -> None:
    await add_product(client, "BOWL", 3)
    twice = [{"sku": "BOWL", "quantity": 2}, {"sku": "BOWL", "quantity": 2}]
    refused = await client.post("/orders", json={"customer": "eve@example.com", "lines": twice})
    assert refused.status_code == 409
    assert await stock_of(client, "BOWL") == 3
    fits = [{"sku": "BOWL", "quantity": 2}, {"sku": "BOWL", "quantity": 1}]
    served = await client.post("/orders", json={"customer": "eve@example.com", "lines": fits})
    assert served.status_code == 201, served.text
    assert await stock_of(client, "BOWL") == 0
    assert sorted(movement["change"] for movement in await movements_of(client, "BOWL")) == [-2, -1]


@pytest.mark.parametrize("lines", [[], [{"sku": "MUG", "quantity": 0}], [{"sku": "MUG", "quantity": -1}]])
async def test_an_order_without_goods_is_422(client: httpx.AsyncClient, lines: list[dict[str, Any]]) -> None:
    assert (
        await client.post("/orders", json={"customer": "fay@example.com", "lines": lines})
    ).status_code == 422
