"""Against a real PostgreSQL whose tables these tests drop: TEST_DATABASE_URL=... python -m unittest"""

import asyncio
import os
import random
from collections import Counter
from typing import Any
from unittest import IsolatedAsyncioTestCase, skipUnless
from unittest.mock import patch

import httpx
from sqlalchemy.ext.asyncio import create_async_engine

from app.main import create_app
from app.repositories.orm import Base

URL = os.environ.get("TEST_DATABASE_URL", "")


def lines(*pairs: tuple[str, int]) -> list[dict[str, Any]]:
    return [{"sku": sku, "quantity": quantity} for sku, quantity in pairs]


@skipUnless(URL, "set TEST_DATABASE_URL")
class ApiTest(IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        engine = create_async_engine(URL)
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.drop_all)
        await engine.dispose()
        app = create_app()
        with patch.dict(os.environ, DATABASE_URL=URL):
            await self.enterAsyncContext(app.router.lifespan_context(app))
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self.client = await self.enterAsyncContext(
            httpx.AsyncClient(transport=transport, base_url="http://test", timeout=None)
        )

    async def add(self, sku: str, stock: int) -> httpx.Response:
        return await self.client.post("/products", json={"sku": sku, "name": sku.title(), "stock": stock})

    async def order(self, *pairs: tuple[str, int], customer: str = "ada@example.com") -> httpx.Response:
        return await self.client.post("/orders", json={"customer": customer, "lines": lines(*pairs)})

    async def stock(self, sku: str) -> int:
        stock: int = (await self.client.get(f"/products/{sku}")).json()["stock"]
        return stock

    async def movements(self, sku: str) -> list[dict[str, int]]:
        found: list[dict[str, int]] = (await self.client.get(f"/products/{sku}/movements")).json()
        return found

    async def test_products(self) -> None:
        created = await self.add("KETTLE", 10)
        self.assertEqual(201, created.status_code)
        self.assertEqual({"sku": "KETTLE", "name": "Kettle", "stock": 10}, created.json())
        self.assertEqual(409, (await self.add("KETTLE", 5)).status_code)
        self.assertEqual(422, (await self.add("CUP", -1)).status_code)
        self.assertEqual(created.json(), (await self.client.get("/products/KETTLE")).json())
        self.assertEqual([], await self.movements("KETTLE"))
        self.assertEqual(404, (await self.client.get("/products/CUP")).status_code)
        self.assertEqual(404, (await self.client.get("/products/CUP/movements")).status_code)

    async def test_an_order_lowers_the_stock_and_writes_a_movement_for_each_line(self) -> None:
        await self.add("KETTLE", 10)
        await self.add("CUP", 10)
        wish = (("KETTLE", 2), ("CUP", 1), ("KETTLE", 3))
        placed = await self.order(*wish)
        expected = {"id": 1, "customer": "ada@example.com", "lines": lines(*wish)}
        self.assertEqual((201, expected), (placed.status_code, placed.json()))
        self.assertEqual(expected, (await self.client.get("/orders/1")).json())
        self.assertEqual((5, 9), (await self.stock("KETTLE"), await self.stock("CUP")))
        changes = [{"order_id": 1, "change": -2}, {"order_id": 1, "change": -3}]
        self.assertEqual(changes, await self.movements("KETTLE"))

    async def test_a_refused_order_leaves_no_trace(self) -> None:
        await self.add("KETTLE", 4)
        await self.add("CUP", 10)
        refused = {
            409: (("CUP", 1), ("KETTLE", 2), ("KETTLE", 3)),
            404: (("CUP", 1), ("KETTLE", 99), ("NOTHING", 1)),
            422: (("CUP", 1), ("KETTLE", 0)),
        }
        for status, wish in refused.items():
            self.assertEqual(status, (await self.order(*wish)).status_code)
        self.assertEqual(422, (await self.order()).status_code)
        self.assertEqual((4, 10), (await self.stock("KETTLE"), await self.stock("CUP")))
        self.assertEqual([], await self.movements("CUP"))
        found = await self.client.get("/orders", params={"customer": "ada@example.com"})
        self.assertEqual((200, []), (found.status_code, found.json()))

    async def test_orders_of_a_customer_oldest_first(self) -> None:
        await self.add("CUP", 10)
        for customer in ("ada", "bob", "ada"):
            await self.order(("CUP", 1), customer=customer)
        found = await self.client.get("/orders", params={"customer": "ada"})
        self.assertEqual([1, 3], [order["id"] for order in found.json()])

    async def test_what_the_database_cannot_hold_is_no_500(self) -> None:
        for order_id in ("0", "-1", "9" * 30):
            self.assertEqual(404, (await self.client.get(f"/orders/{order_id}")).status_code)
        self.assertEqual(422, (await self.add("NUL\0", 1)).status_code)
        self.assertEqual(422, (await self.add("A/B", 1)).status_code)
        self.assertEqual(422, (await self.add("CUP", 2**31)).status_code)
        self.assertEqual(404, (await self.order(("X" * 5000, 10**30))).status_code)
        for stock in ("NaN", '"\\ud800"'):
            body = '{"sku": "CUP", "name": "\\ud800", "stock": %s}' % stock
            self.assertEqual(422, (await self.client.post("/products", content=body)).status_code)
        self.assertEqual(422, (await self.client.get("/products/%00")).status_code)

    async def test_one_of_many_creates_a_sku(self) -> None:
        answers = await asyncio.gather(*(self.add("CUP", 1) for _ in range(50)))
        self.assertEqual({201: 1, 409: 49}, Counter(answer.status_code for answer in answers))

    async def test_a_sale_day_sells_exactly_what_there_is(self) -> None:
        skus = ["CUP", "JUG", "KETTLE"]
        for sku in skus:
            await self.add(sku, 150)
        wishes = [[(sku, 1) for sku in random.sample(skus, 3)] for _ in range(500)]
        answers = await asyncio.gather(*(self.order(*wish) for wish in wishes))
        self.assertEqual({201: 150, 409: 350}, Counter(answer.status_code for answer in answers))
        for sku in skus:
            self.assertEqual(0, await self.stock(sku))
            sold = [movement["order_id"] for movement in await self.movements(sku)]
            self.assertEqual(sorted(answer.json()["id"] for answer in answers if answer.status_code == 201), sold)

    async def test_a_sale_day_of_mixed_orders_keeps_the_books_balanced(self) -> None:
        skus = ["CUP", "JUG", "KETTLE", "PAN"]
        for sku in skus:
            await self.add(sku, 100)
        wishes = [
            [(sku, random.randint(1, 3)) for sku in random.choices(skus, k=random.randint(1, 4))]
            for _ in range(500)
        ]
        answers = await asyncio.gather(*(self.order(*wish) for wish in wishes))
        self.assertLessEqual({answer.status_code for answer in answers}, {201, 409})
        for sku in skus:
            sold = sum(
                line["quantity"]
                for answer in answers
                if answer.status_code == 201
                for line in answer.json()["lines"]
                if line["sku"] == sku
            )
            self.assertEqual(100 - sold, await self.stock(sku))
            self.assertEqual(-sold, sum(movement["change"] for movement in await self.movements(sku)))
