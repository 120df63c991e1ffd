"""The whole application over ASGI, with its lifespan, on PostgreSQL.

It empties its tables, hence its own variable: TEST_DATABASE_URL=postgresql+asyncpg://... python -m unittest
"""

import asyncio
import json
import os
from collections import Counter
from unittest import IsolatedAsyncioTestCase, skipUnless
from unittest.mock import patch

import httpx
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine

from app.main import create_app, lifespan
from app.repositories.orm import create_missing_tables

URL = os.environ.get("TEST_DATABASE_URL", "")


def a_booking(start: str = "09:00", end: str = "09:30") -> dict[str, str]:
    day = "2026-05-04T"
    return {"title": "Stand-up", "starts_at": f"{day}{start}:00Z", "ends_at": f"{day}{end}:00Z"}


@skipUnless(URL, "needs TEST_DATABASE_URL")
class Http(IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        self.engine = create_async_engine(URL)
        self.addAsyncCleanup(self.engine.dispose)
        await create_missing_tables(self.engine)
        async with self.engine.begin() as connection:
            await connection.execute(text("TRUNCATE rooms, bookings RESTART IDENTITY"))
        app = create_app()
        self.enterContext(patch.dict(os.environ, {"DATABASE_URL": URL}))
        state = await self.enterAsyncContext(lifespan(app))

        async def with_state(scope, receive, send) -> None:  # type: ignore[no-untyped-def]
            # ASGITransport runs no lifespan, so it does not hand its state on either.
            await app({**scope, "state": dict(state)}, receive, send)

        transport = httpx.ASGITransport(with_state, raise_app_exceptions=False)
        self.client = await self.enterAsyncContext(
            httpx.AsyncClient(transport=transport, base_url="http://test")
        )

    async def post(self, path: str, body: object) -> httpx.Response:
        return await self.client.post(path, json=body)

    async def a_room(self, name: str = "Blue", seats: int = 6) -> int:
        return int((await self.post("/rooms", {"name": name, "seats": seats})).json()["id"])

    async def test_rooms(self) -> None:
        made = await self.post("/rooms", {"name": "Blue", "seats": 6})
        self.assertEqual((made.status_code, made.json()), (201, {"id": 1, "name": "Blue", "seats": 6}))
        self.assertEqual((await self.post("/rooms", {"name": "Blue", "seats": 2})).status_code, 409)
        await self.a_room("Attic", 3)
        for query, names in (
            ("", ["Attic", "Blue"]),
            ("?min_seats=3", ["Attic", "Blue"]),
            ("?min_seats=4", ["Blue"]),
            (f"?min_seats={10**20}", []),
            (f"?min_seats={-(10**20)}", ["Attic", "Blue"]),
        ):
            answer = await self.client.get(f"/rooms{query}")
            with self.subTest(query=query):
                self.assertEqual((answer.status_code, [room["name"] for room in answer.json()]), (200, names))

    async def test_bad_rooms_are_422(self) -> None:
        for change in ({"seats": 0}, {"seats": 10**20}, {"name": "  "}, {"name": "a\0b"}, {"name": "\ud800"}):
            body = json.dumps({"name": "Blue", "seats": 6, **change})
            with self.subTest(change=change):
                answer = await self.client.post("/rooms", content=body)
                self.assertEqual(answer.status_code, 422)

    async def test_the_same_name_at_the_same_moment(self) -> None:
        async with asyncio.TaskGroup() as group:
            requests = [
                group.create_task(self.post("/rooms", {"name": "Blue", "seats": 6})) for _ in range(20)
            ]
        self.assertEqual(Counter(task.result().status_code for task in requests), {201: 1, 409: 19})

    async def test_bookings(self) -> None:
        path = f"/rooms/{await self.a_room()}/bookings"
        made = await self.post(path, a_booking("09:30", "10:00"))
        expected = {"id": 1, "room_id": 1, **a_booking("09:30", "10:00")}
        self.assertEqual((made.status_code, made.json()), (201, expected))
        for start, end, status in (
            ("09:00", "09:30", 201),  # ends when the first one starts
            ("10:00", "10:30", 201),  # starts when the first one ends
            ("09:45", "10:15", 409),
            ("08:00", "12:00", 409),
            ("09:40", "09:50", 409),
            ("09:30", "10:00", 409),
        ):
            with self.subTest(start=start, end=end):
                self.assertEqual((await self.post(path, a_booking(start, end))).status_code, status)
        other = f"/rooms/{await self.a_room('Green')}/bookings"
        self.assertEqual((await self.post(other, a_booking("09:30", "10:00"))).status_code, 201)
        listed = await self.client.get(path)
        self.assertEqual(listed.status_code, 200)
        self.assertEqual(
            [item["starts_at"][11:16] for item in listed.json()],
            ["09:00", "09:30", "10:00"],
        )
        self.assertEqual(listed.json()[1], expected)

    async def test_a_cancelled_booking_frees_the_room(self) -> None:
        path = f"/rooms/{await self.a_room()}/bookings"
        booking = (await self.post(path, a_booking())).json()
        gone = await self.client.delete(f"/bookings/{booking['id']}")
        self.assertEqual((gone.status_code, gone.content), (204, b""))
        self.assertEqual((await self.client.delete(f"/bookings/{booking['id']}")).status_code, 404)
        self.assertEqual((await self.post(path, a_booking())).status_code, 201)

    async def test_offsets_are_understood(self) -> None:
        path = f"/rooms/{await self.a_room()}/bookings"
        body = {**a_booking(), "starts_at": "2026-05-04T11:00:00+02:00"}
        made = await self.post(path, body)
        self.assertEqual((made.status_code, made.json()["starts_at"]), (201, "2026-05-04T09:00:00Z"))

    async def test_bad_times_are_422(self) -> None:
        path = f"/rooms/{await self.a_room()}/bookings"
        for change in (
            {"ends_at": "2026-05-04T09:00:00Z"},
            {"ends_at": "2026-05-04T10:30:00+02:00"},
            {"starts_at": "2026-05-04T09:00:00"},
            {"starts_at": "2026-05-04"},
            {"starts_at": 1777885200},
            {"starts_at": "1777885200"},
            {"starts_at": "0001-01-01T00:00:00+02:00"},
            {"starts_at": None},
        ):
            with self.subTest(change=change):
                self.assertEqual((await self.post(path, {**a_booking(), **change})).status_code, 422)

    async def test_unknown_things_are_404(self) -> None:
        for number in (7, -1, 2**31, 10**20):
            with self.subTest(number=number):
                room = f"/rooms/{number}/bookings"
                self.assertEqual((await self.post(room, a_booking())).status_code, 404)
                self.assertEqual((await self.client.get(room)).status_code, 404)
                self.assertEqual((await self.client.delete(f"/bookings/{number}")).status_code, 404)

    async def test_one_of_many_simultaneous_bookings_wins(self) -> None:
        path = f"/rooms/{await self.a_room()}/bookings"
        for hour in range(10, 13):
            times = [a_booking(f"{hour}:{minute:02}", f"{hour}:45") for minute in range(40)]
            async with asyncio.TaskGroup() as group:
                requests = [group.create_task(self.post(path, body)) for body in times]
            self.assertEqual(Counter(task.result().status_code for task in requests), {201: 1, 409: 39})

    async def test_the_database_refuses_an_overlap_by_itself(self) -> None:
        room_id = await self.a_room()
        await self.post(f"/rooms/{room_id}/bookings", a_booking())
        copy = text(
            "INSERT INTO bookings (room_id, title, starts_at, ends_at) "
            "SELECT room_id, title, starts_at + interval '1 minute', ends_at FROM bookings"
        )
        with self.assertRaisesRegex(IntegrityError, "ex_bookings_no_overlap"):
            async with self.engine.begin() as connection:
                await connection.execute(copy)
