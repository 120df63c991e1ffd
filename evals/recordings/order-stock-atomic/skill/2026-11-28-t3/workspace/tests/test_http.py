"""The whole service on a real PostgreSQL: `TEST_DATABASE_URL=postgresql+asyncpg://... python -m unittest`."""

import asyncio
import os
import random
import unittest
from collections import Counter
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import httpx

from app.main import create_app

URL = os.environ.get("TEST_DATABASE_URL")


@unittest.skipUnless(URL, "set TEST_DATABASE_URL")
class HttpTest(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        app = create_app()
        with patch.dict(os.environ, {"DATABASE_URL": URL or ""}):
            await self.enterAsyncContext(app.router.lifespan_context(app))
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        client = httpx.AsyncClient(transport=transport, base_url="http://test", timeout=60)
        self.client = await self.enterAsyncContext(client)

    async def product(self, stock: int, sku: str = "") -> str:
        """Every test has its own products, so that the database need not be empty."""
        sku = sku or f"SKU-{uuid4()}"
        body = {"sku": sku, "name": "Kettle", "stock": stock}
        response = await self.client.post("/products", json=body)
        self.assertEqual((response.status_code, response.json()), (201, body))
        return sku

    async def order(self, *lines: tuple[str, Any], customer: str = "ada@example.com") -> httpx.Response:
        wire = [{"sku": sku, "quantity": quantity} for sku, quantity in lines]
        return await self.client.post("/orders", json={"customer": customer, "lines": wire})

    async def stock(self, sku: str) -> int:
        return int((await self.client.get(f"/products/{sku}")).json()["stock"])

    async def changes(self, sku: str) -> list[int]:
        return [
            movement["change"] for movement in (await self.client.get(f"/products/{sku}/movements")).json()
        ]

    async def test_products(self) -> None:
        sku = await self.product(10)
        body = {"sku": sku, "name": "Kettle", "stock": 10}
        again = await self.client.post("/products", json=body)
        negative = await self.client.post("/products", json=body | {"sku": f"{sku}-2", "stock": -1})
        found = await self.client.get(f"/products/{sku}")
        self.assertEqual([again.status_code, negative.status_code], [409, 422])
        self.assertEqual((found.status_code, found.json()), (200, body))
        self.assertEqual((await self.client.get("/products/NONE")).status_code, 404)
        self.assertEqual((await self.client.get("/products/NONE/movements")).status_code, 404)
        self.assertEqual(await self.changes(sku), [])

    async def test_a_product_created_twice_at_once_exists_once(self) -> None:
        body = {"sku": f"SKU-{uuid4()}", "name": "Kettle", "stock": 1}
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self.client.post("/products", json=body)) for _ in range(30)]
        self.assertEqual(Counter(task.result().status_code for task in tasks), {201: 1, 409: 29})

    async def test_a_sku_with_a_slash(self) -> None:
        sku = await self.product(3, f"A/{uuid4()}")
        self.assertEqual((await self.order((sku, 1))).status_code, 201)
        self.assertEqual((await self.stock(sku), await self.changes(sku)), (2, [-1]))

    async def test_orders(self) -> None:
        customer, one, two = f"{uuid4()}@example.com", await self.product(10), await self.product(5)
        first = await self.order((two, 1), (one, 2), (two, 3), customer=customer)
        second = await self.order((one, 1), customer=customer)
        self.assertEqual([first.status_code, second.status_code], [201, 201])
        order = first.json()
        lines = [{"sku": two, "quantity": 1}, {"sku": one, "quantity": 2}, {"sku": two, "quantity": 3}]
        self.assertEqual(order, {"id": order["id"], "customer": customer, "lines": lines})
        self.assertEqual((await self.client.get(f"/orders/{order['id']}")).json(), order)
        listed = await self.client.get("/orders", params={"customer": customer})
        self.assertEqual(listed.json(), [order, second.json()])
        movements = await self.client.get(f"/products/{one}/movements")
        self.assertEqual(
            movements.json(),
            [{"order_id": order["id"], "change": -2}, {"order_id": second.json()["id"], "change": -1}],
        )
        self.assertEqual(await self.changes(two), [-1, -3])
        self.assertEqual([await self.stock(one), await self.stock(two)], [7, 1])

    async def test_a_refused_order_changes_nothing(self) -> None:
        customer, full, low = f"{uuid4()}@example.com", await self.product(10), await self.product(3)
        refused = {
            "too little": ([(full, 1), (low, 4)], 409),
            "too little over two lines": ([(low, 2), (full, 1), (low, 2)], 409),
            "more than a column holds": ([(full, 1), (low, 10**30)], 409),
            "unknown": ([(full, 1), ("NONE", 1)], 404),
            "unknown and too little": ([(low, 4), ("NONE", 1)], 404),
            "no lines": ([], 422),
            "quantity below one": ([(full, 1), (low, 0)], 422),
        }
        for name, (lines, status) in refused.items():
            with self.subTest(name):
                response = await self.order(*lines, customer=customer)
                self.assertEqual(response.status_code, status)
        self.assertEqual([await self.stock(full), await self.stock(low)], [10, 3])
        self.assertEqual(await self.changes(full) + await self.changes(low), [])
        self.assertEqual((await self.client.get("/orders", params={"customer": customer})).json(), [])

    async def test_what_the_database_cannot_hold_is_no_500(self) -> None:
        for order_id in (0, -1, 2**31, 2**63, 10**40):
            self.assertEqual((await self.client.get(f"/orders/{order_id}")).status_code, 404)
        for body in (
            {"sku": "a\x00", "name": "Kettle", "stock": 1},
            {"sku": "a" * 201, "name": "Kettle", "stock": 1},
            {"sku": "a", "name": "Kettle", "stock": 2**63},
        ):
            self.assertEqual((await self.client.post("/products", json=body)).status_code, 422)
        surrogate = rb'{"sku": "\ud800", "name": "Kettle", "stock": 1}'
        headers = {"content-type": "application/json"}
        response = await self.client.post("/products", content=surrogate, headers=headers)
        self.assertEqual(response.status_code, 422)

    async def test_a_rush_sells_all_there_is_and_no_more(self) -> None:
        skus = [await self.product(40) for _ in range(4)]

        async def buy() -> httpx.Response:
            return await self.order(*((sku, 1) for sku in random.sample(skus, len(skus))))

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(buy()) for _ in range(300)]
        responses = [task.result() for task in tasks]
        self.assertEqual(Counter(response.status_code for response in responses), {201: 40, 409: 260})
        sold = sorted(response.json()["id"] for response in responses if response.status_code == 201)
        for sku in skus:
            self.assertEqual(await self.stock(sku), 0)
            movements = (await self.client.get(f"/products/{sku}/movements")).json()
            self.assertEqual(movements, [{"order_id": order_id, "change": -1} for order_id in sold])
