"""The rules, with fakes: no database, no HTTP."""

from datetime import UTC, datetime, timedelta
from unittest import IsolatedAsyncioTestCase

from app.errors import BookingNotFoundError, EndNotAfterStartError, RoomNotFoundError
from app.models.booking import CreateBookingInput
from app.services.bookings import BookingService
from tests.fakes import FakeUnitOfWork

NINE = datetime(2026, 5, 4, 9, tzinfo=UTC)
STAND_UP = CreateBookingInput("Stand-up", NINE, NINE + timedelta(minutes=30))


class BookingRules(IsolatedAsyncioTestCase):
    def setUp(self) -> None:
        self.work = FakeUnitOfWork()
        self.service = BookingService(self.work)

    async def test_the_room_is_locked_before_it_is_booked(self) -> None:
        room = await self.work.rooms.add("Blue", 6)
        booking = await self.service.create(room.id, STAND_UP)
        self.assertEqual(self.work.rooms.locked, [room.id])
        self.assertEqual(self.work.bookings.rows, {booking.id: booking})

    async def test_an_end_that_is_not_after_the_start_is_refused(self) -> None:
        room = await self.work.rooms.add("Blue", 6)
        for end in (NINE, NINE - timedelta(minutes=1)):
            with self.subTest(end=end), self.assertRaises(EndNotAfterStartError):
                await self.service.create(room.id, CreateBookingInput("Stand-up", NINE, end))
        self.assertEqual(self.work.bookings.rows, {})

    async def test_what_does_not_exist_is_named(self) -> None:
        with self.assertRaises(RoomNotFoundError):
            await self.service.create(1, STAND_UP)
        with self.assertRaises(RoomNotFoundError):
            await self.service.of_room(1)
        with self.assertRaises(BookingNotFoundError):
            await self.service.cancel(1)
