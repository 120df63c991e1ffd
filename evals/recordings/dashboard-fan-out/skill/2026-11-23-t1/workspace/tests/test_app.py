"""Needs a PostgreSQL: TEST_DATABASE_URL=postgresql+asyncpg://... python -m unittest"""

import asyncio
import os
import unittest
from collections import Counter
from unittest import mock

import httpx

from app.main import create_app

DATABASE_URL = os.environ.get("TEST_DATABASE_URL")


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Both services: nobody has an account, a delivery is always on its way."""
    path = (await reader.readuntil(b"\r\n\r\n")).split()[1]
    await asyncio.sleep(0.2)
    status, body = (
        (b"404 Not Found", b"{}") if path.endswith(b"points") else (b"200 OK", b'{"date":"2026-01-31"}')
    )
    writer.write(
        b"HTTP/1.1 %s\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%s" % (status, len(body), body)
    )
    await writer.drain()
    writer.close()


@unittest.skipUnless(DATABASE_URL, "TEST_DATABASE_URL is not set")
class AppTest(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        services = await asyncio.start_server(_answer, "127.0.0.1", 0, backlog=500)
        self.addAsyncCleanup(services.wait_closed)
        self.addCleanup(services.close)
        url = f"http://127.0.0.1:{services.sockets[0].getsockname()[1]}"
        app = create_app()
        env = {"DATABASE_URL": DATABASE_URL or "", "LOYALTY_URL": url, "DELIVERY_URL": url}
        # The default of AppConfig.from_env is os.environ itself, so patching its content is enough.
        with mock.patch.dict(os.environ, env):
            await self.enterAsyncContext(app.router.lifespan_context(app))
        transport = httpx.ASGITransport(app)
        self.client = await self.enterAsyncContext(
            httpx.AsyncClient(transport=transport, base_url="http://app")
        )
        self.ada = (await self.client.post("/customers", json={"name": "Ada"})).json()

    # Every test starts its own app, so this is the burst right after a deploy.
    async def test_fifty_screens_at_once(self) -> None:
        async with asyncio.TaskGroup() as group:
            screens = [
                group.create_task(self.client.get(f"/customers/{self.ada['id']}/home")) for _ in range(50)
            ]
        self.assertEqual(Counter(screen.result().status_code for screen in screens), {200: 50})

    async def test_home(self) -> None:
        path = f"/customers/{self.ada['id']}"
        orders = [
            (await self.client.post(f"{path}/orders", json={"item": "Kettle", "total_cents": cents})).json()
            for cents in range(7)
        ]
        texts = [(await self.client.post(f"{path}/messages", json={"text": text})).json() for text in "abc"]
        read = await self.client.post(f"/messages/{texts[0]['id']}/read")
        self.assertEqual((read.status_code, read.json()), (200, {**texts[0], "read": True}))
        self.assertEqual(
            (await self.client.get(f"{path}/home")).json(),
            {
                "customer": self.ada,
                "recent_orders": orders[:1:-1],
                "unread_messages": 2,
                "points": 0,
                "next_delivery": "2026-01-31",
            },
        )

    async def test_unknown_ids_are_404(self) -> None:
        for unknown in (0, -1, 2**63 - 1, 2**63):
            answers = (
                await self.client.post(f"/customers/{unknown}/orders", json={"item": "K", "total_cents": 1}),
                await self.client.post(f"/customers/{unknown}/messages", json={"text": "K"}),
                await self.client.get(f"/customers/{unknown}/home"),
                await self.client.post(f"/messages/{unknown}/read"),
            )
            self.assertEqual([answer.status_code for answer in answers], [404] * 4)

    async def test_an_empty_name_is_422(self) -> None:
        self.assertEqual((await self.client.post("/customers", json={"name": ""})).status_code, 422)
