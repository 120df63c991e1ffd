"""TEST_DATABASE_URL=postgresql+asyncpg://... python -m unittest   (adds rows, so not the warehouse's database)"""

import asyncio
import os
import random
import unittest
from collections import Counter
from unittest.mock import patch
from uuid import uuid4

import httpx

from app.main import create_app

URL = os.environ.get("TEST_DATABASE_URL")


@unittest.skipUnless(URL, "set TEST_DATABASE_URL")
class OrderTest(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        app = create_app()
        with patch.dict(os.environ, {"DATABASE_URL": str(URL)}):
            await self.enterAsyncContext(app.router.lifespan_context(app))
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self.client = await self.enterAsyncContext(httpx.AsyncClient(transport=transport, base_url="http://test"))
        self.customer = uuid4().hex

    async def product(self, stock: int) -> str:
        sku = uuid4().hex
        body = {"sku": sku, "name": "Kettle", "stock": stock}
        answer = await self.client.post("/products", json=body)
        self.assertEqual((answer.status_code, answer.json()), (201, body))
        return sku

    async def order(self, *lines: tuple[str, int]) -> httpx.Response:
        body = {"customer": self.customer, "lines": [{"sku": sku, "quantity": n} for sku, n in lines]}
        return await self.client.post("/orders", json=body)

    async def stock(self, sku: str) -> int:
        return int((await self.client.get(f"/products/{sku}")).json()["stock"])

    async def changes(self, sku: str) -> list[int]:
        return [move["change"] for move in (await self.client.get(f"/products/{sku}/movements")).json()]

    async def test_an_order_lowers_the_stock_and_writes_a_movement_for_each_line(self) -> None:
        kettle, pot = await self.product(10), await self.product(1)
        answer = await self.order((kettle, 2), (pot, 1), (kettle, 3))
        self.assertEqual(answer.status_code, 201)
        order = answer.json()
        self.assertEqual([line["quantity"] for line in order["lines"]], [2, 1, 3])
        self.assertEqual((await self.client.get(f"/orders/{order['id']}")).json(), order)
        self.assertEqual((await self.client.get("/orders", params={"customer": self.customer})).json(), [order])
        self.assertEqual((await self.stock(kettle), await self.changes(kettle)), (5, [-2, -3]))

    async def test_a_refused_order_changes_nothing(self) -> None:
        kettle, pot = await self.product(10), await self.product(1)
        for status, lines in (
            (404, [(kettle, 1), ("unknown", 1)]),
            (404, [(pot, 2), ("unknown", 1)]),
            (409, [(kettle, 1), (pot, 2)]),
            (409, [(kettle, 6), (kettle, 6)]),
            (409, [(kettle, 10**30)]),
            (422, [(kettle, 0)]),
            (422, []),
        ):
            with self.subTest(lines=lines):
                self.assertEqual((await self.order(*lines)).status_code, status)
        self.assertEqual((await self.stock(kettle), await self.stock(pot)), (10, 1))
        self.assertEqual((await self.changes(kettle), await self.changes(pot)), ([], []))
        self.assertEqual((await self.client.get("/orders", params={"customer": self.customer})).json(), [])

    async def test_a_sku_is_created_once(self) -> None:
        body = {"sku": uuid4().hex, "name": "Kettle", "stock": 1}
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self.client.post("/products", json=body)) for _ in range(20)]
        self.assertEqual(Counter(task.result().status_code for task in tasks), {201: 1, 409: 19})

    async def test_a_burst_sells_exactly_the_stock(self) -> None:
        kettle = await self.product(100)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self.order((kettle, 1))) for _ in range(300)]
        self.assertEqual(Counter(task.result().status_code for task in tasks), {201: 100, 409: 200})
        self.assertEqual((await self.stock(kettle), await self.changes(kettle)), (0, [-1] * 100))

    async def test_a_burst_with_lines_in_any_order_neither_deadlocks_nor_oversells(self) -> None:
        skus = [await self.product(60) for _ in range(4)]
        wishes = [[(sku, random.choice((1, 2))) for sku in random.sample(skus, 3)] for _ in range(300)]
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self.order(*wish)) for wish in wishes]
        served = [task.result().status_code for task in tasks]
        self.assertLessEqual(set(served), {201, 409})
        sold: Counter[str] = Counter()
        for status, wish in zip(served, wishes, strict=True):
            if status == 201:
                sold.update(dict(wish))
        left = {sku: await self.stock(sku) for sku in skus}
        self.assertEqual(left, {sku: 60 - sold[sku] for sku in skus})
        for status, wish in zip(served, wishes, strict=True):
            if status == 409:  # stock only falls, so at the end the wish must be out of reach too
                self.assertTrue(any(quantity > left[sku] for sku, quantity in wish))
