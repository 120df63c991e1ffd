"""The whole app on a real PostgreSQL, with fakes for the other teams' services.

DATABASE_URL=postgresql+asyncpg://... LOYALTY_URL=http://unused DELIVERY_URL=http://unused python -m unittest
"""

import asyncio
import time
import unittest
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

import httpx

from app.errors import LoyaltyUnavailableError
from app.main import app

SLOW = 0.5
UNKNOWN = (0, -1, 2**31 - 1, 2**63, -(10**30))


@dataclass(frozen=True, slots=True)
class FakeLoyalty:
    answer: int | None

    async def points(self, customer_id: int) -> int | None:
        await asyncio.sleep(SLOW)
        return self.answer


@dataclass(frozen=True, slots=True)
class FakeDelivery:
    answer: date | None

    async def next_date(self, customer_id: int) -> date | None:
        await asyncio.sleep(SLOW)
        return self.answer


@dataclass(frozen=True, slots=True)
class BrokenLoyalty:
    async def points(self, customer_id: int) -> int | None:
        raise LoyaltyUnavailableError


class AppTest(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        await self.enterAsyncContext(app.router.lifespan_context(app))
        self.others(FakeLoyalty(120), FakeDelivery(date(2026, 1, 31)))
        transport = httpx.ASGITransport(app)
        self.client = await self.enterAsyncContext(
            httpx.AsyncClient(transport=transport, base_url="http://app")
        )
        created = await self.client.post("/customers", json={"name": "Ada"})
        self.assertEqual(created.status_code, 201)
        self.ada = created.json()
        self.url = f"/customers/{self.ada['id']}"

    def others(self, loyalty: FakeLoyalty | BrokenLoyalty, delivery: FakeDelivery) -> None:
        app.state.singletons = replace(app.state.singletons, loyalty=loyalty, delivery=delivery)

    async def test_the_home_screen_takes_as_long_as_its_slowest_part(self) -> None:
        orders = [
            (await self.client.post(f"{self.url}/orders", json={"item": "Kettle", "total_cents": n})).json()
            for n in range(6)
        ]
        messages = [
            (await self.client.post(f"{self.url}/messages", json={"text": "Here"})).json() for _ in range(3)
        ]
        read = await self.client.post(f"/messages/{messages[0]['id']}/read")
        self.assertEqual((read.status_code, read.json()), (200, {**messages[0], "read": True}))
        started = time.perf_counter()
        home = await self.client.get(f"{self.url}/home")
        self.assertLess(time.perf_counter() - started, 2 * SLOW)
        self.assertEqual(home.status_code, 200)
        self.assertEqual(
            home.json(),
            {
                "customer": self.ada,
                "recent_orders": orders[:0:-1],
                "unread_messages": 2,
                "points": 120,
                "next_delivery": "2026-01-31",
            },
        )

    async def test_no_account_and_nothing_on_its_way(self) -> None:
        self.others(FakeLoyalty(None), FakeDelivery(None))
        home = (await self.client.get(f"{self.url}/home")).json()
        self.assertEqual((home["points"], home["next_delivery"]), (0, None))

    async def test_fifty_screens_at_once_on_a_cold_pool(self) -> None:
        async with asyncio.TaskGroup() as group:
            screens = [group.create_task(self.client.get(f"{self.url}/home")) for _ in range(50)]
        self.assertEqual(Counter(screen.result().status_code for screen in screens), {200: 50})

    async def test_what_is_unknown_is_404(self) -> None:
        for unknown in UNKNOWN:
            url = f"/customers/{unknown}"
            answers = (
                await self.client.post(f"{url}/orders", json={"item": "Kettle", "total_cents": 4900}),
                await self.client.post(f"{url}/messages", json={"text": "Here"}),
                await self.client.post(f"/messages/{unknown}/read"),
                await self.client.get(f"{url}/home"),
            )
            self.assertEqual([answer.status_code for answer in answers], [404] * 4, unknown)

    async def test_an_empty_name_is_422(self) -> None:
        for name in ("", " ", "a\0"):
            answer = await self.client.post("/customers", json={"name": name})
            self.assertEqual(answer.status_code, 422, name)

    async def test_a_service_that_is_away_is_503(self) -> None:
        self.others(BrokenLoyalty(), FakeDelivery(None))
        self.assertEqual((await self.client.get(f"{self.url}/home")).status_code, 503)


if __name__ == "__main__":
    unittest.main()
