"""The whole application over ASGI, with its lifespan, on PostgreSQL and two small HTTP servers.

Runs where TEST_DATABASE_URL names a database for tests (postgresql+asyncpg://...).
"""

import asyncio
import os
import time
import unittest
from collections import Counter
from contextlib import AsyncExitStack, closing, suppress
from unittest.mock import patch

import httpx

from app.main import app

DATABASE_URL = os.environ.get("TEST_DATABASE_URL", "")
KETTLE = {"name": "Kettle", "price_cents": 3000, "quantity": 1}
NOBODY = 2**62
BAD_BODIES = (
    ("/customers", b""),
    ("/customers", b"{}"),
    ("/customers", b'{"name": ""}'),
    ("/customers", b'{"name": "\\ud800"}'),
    ("/customers", b'{"name": "\\u0000"}'),
    ("/customers", b'{"name": NaN}'),
    ("/carts", b'{"items": [{"name": "Kettle", "price_cents": 1e400, "quantity": 1}]}'),
    ("/carts", b'{"items": [{"name": "Kettle", "price_cents": -1, "quantity": 1}]}'),
    ("/carts", b'{"items": [{"name": "Kettle", "price_cents": 1, "quantity": 0}]}'),
    ("/carts", b'{"items": [{"name": "Kettle", "price_cents": 1, "quantity": 99999999999}]}'),
)


async def rates(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers by the place: none, broken, hang, or a rate after 0.4 s. Whoever asks may give up at any time."""
    with closing(writer), suppress(asyncio.IncompleteReadError, ConnectionError):
        head = await reader.readuntil(b"\r\n\r\n")
        place = head.split(b" ")[1].rsplit(b"/", 1)[-1]
        if place == b"hang":
            await reader.read()
            return
        status = {b"none": 404, b"broken": 500}.get(place, 200)
        await asyncio.sleep(0.4 if status == 200 else 0)
        body = b'{"price_cents": 590, "percent": 19}'
        writer.write(
            b"HTTP/1.1 %d -\r\nconnection: close\r\ncontent-length: %d\r\n\r\n" % (status, len(body))
        )
        writer.write(body)
        await writer.drain()


@unittest.skipUnless(DATABASE_URL, "TEST_DATABASE_URL is not set")
class HttpTest(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        self.stack = AsyncExitStack()
        self.addAsyncCleanup(self.stack.aclose)
        server = await asyncio.start_server(rates, "127.0.0.1", 0, backlog=500)
        self.stack.callback(server.close)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        env = {"DATABASE_URL": DATABASE_URL, "CARRIER_URL": url, "TAX_URL": url}
        self.stack.enter_context(patch.dict(os.environ, env))
        await self.stack.enter_async_context(app.router.lifespan_context(app))
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self.client = await self.stack.enter_async_context(
            httpx.AsyncClient(transport=transport, base_url="http://test")
        )
        self.customer = (await self.client.post("/customers", json={"name": "Ada"})).json()["id"]
        self.cart = (await self.client.post("/carts", json={"items": [KETTLE]})).json()["id"]

    async def preview(self, **changed: str | int) -> httpx.Response:
        asked = {"customer_id": self.customer, "cart_id": self.cart, "postcode": "10115", "country": "DE"}
        return await self.client.get("/preview", params=asked | changed)

    async def assert_works(self) -> None:
        answer = await self.preview()
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(
            answer.json(),
            {
                "customer": "Ada",
                "items_cents": 3000,
                "shipping_cents": 590,
                "tax_cents": 570,
                "total_cents": 4160,
            },
        )

    async def test_creating(self) -> None:
        customer = await self.client.post("/customers", json={"name": "Bo"})
        self.assertEqual((customer.status_code, customer.json()["name"]), (201, "Bo"))
        items = [KETTLE | {"name": str(number)} for number in range(20)]
        cart = await self.client.post("/carts", json={"items": items})
        self.assertEqual((cart.status_code, cart.json()["items"]), (201, items))

    async def test_the_preview_asks_all_at_once(self) -> None:
        await self.assert_works()
        started = time.perf_counter()
        await self.assert_works()
        self.assertLess(time.perf_counter() - started, 0.75)

    async def test_errors(self) -> None:
        cases: tuple[tuple[dict[str, str | int], int, str], ...] = (
            ({"customer_id": NOBODY, "cart_id": NOBODY, "postcode": "none"}, 404, "customer_not_found"),
            ({"customer_id": 10**30}, 404, "customer_not_found"),
            ({"cart_id": NOBODY, "country": "broken"}, 404, "cart_not_found"),
            ({"cart_id": 0}, 404, "cart_not_found"),
            ({"postcode": "none", "country": "none"}, 404, "postcode_not_served"),
            ({"postcode": "hang", "country": "none"}, 404, "country_not_served"),
            ({"postcode": "hang", "country": "broken"}, 503, "carrier_unavailable"),
            ({"country": "hang"}, 503, "tax_unavailable"),
        )
        for changed, status, code in cases:
            with self.subTest(**changed):
                answer = await self.preview(**changed)
                self.assertEqual((answer.status_code, answer.json()), (status, {"error": code}))

    async def test_it_works_as_before_after_a_burst_of_failures(self) -> None:
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(self.preview(postcode=postcode, country="hang"))
                for postcode in ("hang", "broken") * 60
            ]
        self.assertEqual(
            Counter(task.result().text for task in tasks), {'{"error":"carrier_unavailable"}': 120}
        )
        await self.assert_works()

    async def test_bad_requests(self) -> None:
        for path, content in BAD_BODIES:
            with self.subTest(content=content):
                answer = await self.client.post(
                    path, content=content, headers={"content-type": "application/json"}
                )
                self.assertEqual((answer.status_code, list(answer.json())), (422, ["detail"]))
        for changed in ({"customer_id": "x"}, {"cart_id": ""}, {"postcode": ""}, {"country": ".."}):
            with self.subTest(**changed):
                self.assertEqual((await self.preview(**changed)).status_code, 422)
        self.assertEqual((await self.client.get("/preview")).status_code, 422)


if __name__ == "__main__":
    unittest.main()
