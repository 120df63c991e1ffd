"""Needs a PostgreSQL database that may be written to, in TEST_DATABASE_URL: python -m unittest"""

import asyncio
import os
import unittest
from collections import Counter
from contextlib import AsyncExitStack
from unittest.mock import patch
from uuid import uuid4

import httpx

from app.main import create_app

DATABASE_URL = os.environ.get("TEST_DATABASE_URL")


def a_booking(starts: str, ends: str, day: str = "2026-05-04") -> dict[str, str]:
    return {"title": "Stand-up", "starts_at": f"{day}T{starts}:00Z", "ends_at": f"{day}T{ends}:00Z"}


@unittest.skipUnless(DATABASE_URL, "TEST_DATABASE_URL is not set")
class ApiTest(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        stack = AsyncExitStack()
        self.addAsyncCleanup(stack.aclose)
        app = create_app()
        with patch.dict(os.environ, {"DATABASE_URL": DATABASE_URL or ""}):
            await stack.enter_async_context(app.router.lifespan_context(app))
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self.client = await stack.enter_async_context(
            httpx.AsyncClient(transport=transport, base_url="http://test")
        )

    async def a_room(self, seats: int = 6) -> int:
        response = await self.client.post("/rooms", json={"name": uuid4().hex, "seats": seats})
        self.assertEqual(response.status_code, 201)
        return int(response.json()["id"])

    async def book(self, room: int, body: object) -> httpx.Response:
        return await self.client.post(f"/rooms/{room}/bookings", json=body)

    async def test_a_room_is_created_once(self) -> None:
        body = {"name": uuid4().hex, "seats": 6}
        created = await self.client.post("/rooms", json=body)
        self.assertEqual((created.status_code, created.json()), (201, {"id": created.json()["id"], **body}))
        self.assertEqual((await self.client.post("/rooms", json=body)).status_code, 409)

    async def test_rooms_that_make_no_sense_are_refused(self) -> None:
        bodies: list[dict[str, object]] = [
            {"name": "x", "seats": 0},
            {"name": "x", "seats": 2**31},
            {"name": " ", "seats": 6},
            {"name": "a\0b", "seats": 6},
            {"name": "x"},
        ]
        for body in bodies:
            with self.subTest(body=body):
                self.assertEqual((await self.client.post("/rooms", json=body)).status_code, 422)

    async def test_text_that_utf_8_cannot_hold_is_refused(self) -> None:
        response = await self.client.post("/rooms", content=b'{"name": "\\ud800", "seats": NaN}')
        self.assertEqual(response.status_code, 422)

    async def test_rooms_are_filtered_by_seats_and_sorted_by_name(self) -> None:
        tag = uuid4().hex
        for name, seats in (("b", 8), ("a", 4), ("c", 3)):
            await self.client.post("/rooms", json={"name": f"{tag}{name}", "seats": seats})

        async def names(query: str) -> str:
            rooms = (await self.client.get(f"/rooms{query}")).json()
            return "".join(room["name"][-1] for room in rooms if room["name"].startswith(tag))

        self.assertEqual(await names(""), "abc")
        self.assertEqual(await names("?min_seats=4"), "ab")
        self.assertEqual(await names(f"?min_seats={10**30}"), "")
        self.assertEqual(await names(f"?min_seats={-(10**30)}"), "abc")

    async def test_a_booking_comes_back_in_utc(self) -> None:
        room = await self.a_room()
        body = a_booking("09:00", "09:30") | {"starts_at": "2026-05-04T11:00:00+02:00"}
        booked = await self.book(room, body)
        self.assertEqual(booked.status_code, 201)
        expected = {"id": booked.json()["id"], "room_id": room, **a_booking("09:00", "09:30")}
        self.assertEqual(booked.json(), expected)
        self.assertEqual((await self.client.get(f"/rooms/{room}/bookings")).json(), [expected])

    async def test_only_free_time_can_be_booked(self) -> None:
        room, other = await self.a_room(), await self.a_room()
        for starts, ends, status in (
            ("10:00", "11:00", 201),
            ("10:00", "11:00", 409),
            ("09:30", "10:01", 409),
            ("10:59", "12:00", 409),
            ("10:15", "10:45", 409),
            ("09:00", "12:00", 409),
            ("11:00", "12:00", 201),
            ("09:00", "10:00", 201),
        ):
            with self.subTest(starts=starts, ends=ends):
                self.assertEqual((await self.book(room, a_booking(starts, ends))).status_code, status)
        self.assertEqual((await self.book(other, a_booking("10:00", "11:00"))).status_code, 201)
        listed = (await self.client.get(f"/rooms/{room}/bookings")).json()
        self.assertEqual([booking["starts_at"][11:16] for booking in listed], ["09:00", "10:00", "11:00"])

    async def test_times_that_make_no_sense_are_refused(self) -> None:
        room = await self.a_room()
        good = a_booking("09:00", "10:00")
        for change in (
            {"ends_at": good["starts_at"]},
            {"ends_at": "2026-05-04T08:00:00Z"},
            {"ends_at": "2026-05-04T10:30:00+02:00"},
            {"starts_at": "2026-05-04T09:00:00"},
            {"ends_at": "2026-05-04T10:00:00"},
            {"starts_at": 1777885200},
            {"starts_at": "1777885200"},
            {"starts_at": None},
            {"ends_at": "9999-12-31T23:59:59-12:00"},
        ):
            with self.subTest(change=change):
                self.assertEqual((await self.book(room, good | change)).status_code, 422)

    async def test_unknown_rooms_and_bookings_are_404(self) -> None:
        for unknown in (0, -1, 2**31 - 1, 2**31, 10**30):
            with self.subTest(unknown=unknown):
                self.assertEqual((await self.book(unknown, a_booking("09:00", "10:00"))).status_code, 404)
                self.assertEqual((await self.client.get(f"/rooms/{unknown}/bookings")).status_code, 404)
                self.assertEqual((await self.client.delete(f"/bookings/{unknown}")).status_code, 404)

    async def test_a_cancelled_booking_frees_the_room(self) -> None:
        room = await self.a_room()
        url = f"/bookings/{(await self.book(room, a_booking('09:00', '10:00'))).json()['id']}"
        self.assertEqual((await self.client.delete(url)).status_code, 204)
        self.assertEqual((await self.client.delete(url)).status_code, 404)
        self.assertEqual((await self.book(room, a_booking("09:00", "10:00"))).status_code, 201)

    async def test_of_many_at_the_same_moment_one_wins_and_the_others_get_409(self) -> None:
        room = await self.a_room()
        for day in range(1, 11):
            # All of them overlap, none equals another.
            bodies = [a_booking(f"09:{n:02}", f"10:{n:02}", f"2026-06-{day:02}") for n in range(40)]
            async with asyncio.TaskGroup() as group:
                requests = [group.create_task(self.book(room, body)) for body in bodies]
            statuses = Counter(request.result().status_code for request in requests)
            self.assertEqual(statuses, {201: 1, 409: 39})

    async def test_of_many_rooms_of_one_name_one_is_created(self) -> None:
        body = {"name": uuid4().hex, "seats": 6}
        async with asyncio.TaskGroup() as group:
            requests = [group.create_task(self.client.post("/rooms", json=body)) for _ in range(40)]
        statuses = Counter(request.result().status_code for request in requests)
        self.assertEqual(statuses, {201: 1, 409: 39})
