"""Run with: python -m unittest"""

import asyncio
import unittest
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date

import httpx

from app.errors import CustomerNotFoundError, UnavailableError
from app.gateways.json_api import JsonApi
from app.gateways.loyalty import LoyaltyGateway
from app.models.shop import Customer, Order, Overview
from app.services.home import HomeService

ADA = Overview(Customer(1, "Ada"), (Order(7, 1, "Kettle", 4900),), unread_messages=2)


@dataclass(slots=True)
class Meeting:
    """Everybody waits here for everybody: parts that are fetched one after the other never get through."""

    barrier: asyncio.Barrier

    async def wait(self) -> None:
        async with asyncio.timeout(1):
            await self.barrier.wait()


@dataclass(slots=True)
class FakeReads:
    overview: Overview | None
    meeting: Meeting

    @property
    def overviews(self) -> "FakeReads":
        return self

    @asynccontextmanager
    async def __call__(self) -> AsyncGenerator["FakeReads", None]:
        yield self

    async def find(self, customer_id: int, max_orders: int) -> Overview | None:
        await self.meeting.wait()
        return self.overview


@dataclass(slots=True)
class FakeLoyalty:
    points: int | None
    down: bool
    meeting: Meeting

    async def find_points(self, customer_id: int) -> int | None:
        if self.down:
            raise UnavailableError("down")
        await self.meeting.wait()
        return self.points


@dataclass(slots=True)
class FakeDelivery:
    day: date | None
    meeting: Meeting

    async def find_next(self, customer_id: int) -> date | None:
        await self.meeting.wait()
        return self.day


def service(
    overview: Overview | None, points: int | None = 120, day: date | None = None, down: bool = False
) -> HomeService:
    meeting = Meeting(asyncio.Barrier(2 if down else 3))
    return HomeService(
        FakeReads(overview, meeting),  # type: ignore[arg-type]  # only the part that the home screen uses
        FakeLoyalty(points, down, meeting),
        FakeDelivery(day, meeting),
    )


class HomeTest(unittest.IsolatedAsyncioTestCase):
    async def test_all_parts_are_fetched_at_the_same_time(self) -> None:
        home = await service(ADA, day=date(2026, 1, 31)).get(1)
        self.assertEqual(
            (home.customer, home.recent_orders, home.unread_messages), (ADA.customer, ADA.recent_orders, 2)
        )
        self.assertEqual((home.points, home.next_delivery), (120, date(2026, 1, 31)))

    async def test_no_account_is_zero_points(self) -> None:
        self.assertEqual((await service(ADA, points=None).get(1)).points, 0)

    async def test_unknown_customer_is_not_found_even_when_another_service_is_down(self) -> None:
        with self.assertRaises(CustomerNotFoundError):
            await service(None, down=True).get(1)

    async def test_a_service_that_is_down_is_not_zero_points(self) -> None:
        with self.assertRaises(UnavailableError):
            await service(ADA, down=True).get(1)


class GatewayTest(unittest.IsolatedAsyncioTestCase):
    async def ask(self, answer: httpx.Response) -> int | None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: answer)) as client:
            api = JsonApi("loyalty", client, "http://loyalty", 1, asyncio.Semaphore(1))
            return await LoyaltyGateway(api).find_points(1)

    async def test_answers(self) -> None:
        self.assertEqual(await self.ask(httpx.Response(200, json={"points": 120})), 120)
        self.assertIsNone(await self.ask(httpx.Response(404)))

    async def test_failures_are_one_error(self) -> None:
        for answer in (httpx.Response(500), httpx.Response(200, text="no json"), httpx.Response(200, json={})):
            with self.subTest(answer), self.assertRaises(UnavailableError):
                await self.ask(answer)


if __name__ == "__main__":
    unittest.main()
