import asyncio
import time
import unittest
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date

from app.errors import CustomerNotFoundError, UnavailableError
from app.models.shop import Activity, Customer
from app.services.home import HomeService

ADA = Activity(Customer(1, "Ada"), (), 2)
SLOW = 0.1


@dataclass(slots=True)
class FakeReads:
    activity: Activity | None
    finished: bool = False

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator["FakeReads"]:
        yield self

    async def find(self, customer_id: int, max_orders: int) -> Activity | None:
        await asyncio.sleep(SLOW)
        self.finished = True
        return self.activity


@dataclass(frozen=True, slots=True)
class FakeLoyalty:
    answer: int | None

    async def points(self, customer_id: int) -> int | None:
        await asyncio.sleep(SLOW)
        return self.answer


@dataclass(frozen=True, slots=True)
class BrokenLoyalty:
    async def points(self, customer_id: int) -> int | None:
        raise UnavailableError("down")


@dataclass(frozen=True, slots=True)
class FakeDelivery:
    answer: date | None

    async def next_date(self, customer_id: int) -> date | None:
        await asyncio.sleep(SLOW)
        return self.answer


class HomeServiceTest(unittest.IsolatedAsyncioTestCase):
    async def test_takes_as_long_as_its_slowest_part(self) -> None:
        service = HomeService(FakeReads(ADA), FakeLoyalty(120), FakeDelivery(date(2026, 1, 31)))
        started = time.perf_counter()
        home = await service.show(1)
        self.assertLess(time.perf_counter() - started, 2 * SLOW)
        self.assertEqual(
            (home.customer, home.unread_messages, home.points, home.next_delivery),
            (ADA.customer, 2, 120, date(2026, 1, 31)),
        )

    async def test_no_account_shows_zero_and_no_delivery_null(self) -> None:
        home = await HomeService(FakeReads(ADA), FakeLoyalty(None), FakeDelivery(None)).show(1)
        self.assertEqual((home.points, home.next_delivery), (0, None))

    async def test_an_unknown_customer_is_unknown_whatever_else_fails(self) -> None:
        with self.assertRaises(CustomerNotFoundError):
            await HomeService(FakeReads(None), BrokenLoyalty(), FakeDelivery(None)).show(1)

    async def test_a_failing_service_does_not_cancel_the_query(self) -> None:
        reads = FakeReads(ADA)
        with self.assertRaises(UnavailableError):
            await HomeService(reads, BrokenLoyalty(), FakeDelivery(None)).show(1)
        self.assertTrue(reads.finished)
