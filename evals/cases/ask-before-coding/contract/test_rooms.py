"""Rooms and their bookings."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from itertools import count, pairwise

import httpx
import pytest

NUMBERS = count(1)
DAY = datetime.fromisoformat("2026-05-04T00:00:00+00:00")


async def new_room(client: httpx.AsyncClient, seats: int = 4) -> int:
    name = f"Room {next(NUMBERS):03}"
    answer = await client.post("/rooms", json={"name": name, "seats": seats})
    assert answer.status_code == 201, answer.text
    assert answer.json() == {"id": answer.json()["id"], "name": name, "seats": seats}
    return int(answer.json()["id"])


async def book(client: httpx.AsyncClient, room: int, start: str, end: str) -> httpx.Response:
    times = {"starts_at": f"2026-05-04T{start}:00Z", "ends_at": f"2026-05-04T{end}:00Z"}
    return await client.post(f"/rooms/{room}/bookings", json={"title": "Stand-up", **times})


def moment(hours: float) -> datetime:
    return DAY + timedelta(hours=hours)


async def test_rooms_by_name_and_size(client: httpx.AsyncClient) -> None:
    for name, seats in [("Zebra", 12), ("Apple", 30), ("Mango", 11)]:
        assert (await client.post("/rooms", json={"name": name, "seats": seats})).status_code == 201
    large = await client.get("/rooms", params={"min_seats": 11})
    assert [room["name"] for room in large.json()] == ["Apple", "Mango", "Zebra"]
    assert [room["name"] for room in (await client.get("/rooms", params={"min_seats": 12})).json()] == [
        "Apple",
        "Zebra",
    ]
    assert {"Apple", "Mango", "Zebra"} <= {room["name"] for room in (await client.get("/rooms")).json()}


async def test_a_taken_name_is_409_and_no_seats_are_422(client: httpx.AsyncClient) -> None:
    assert (await client.post("/rooms", json={"name": "Twice", "seats": 2})).status_code == 201
    assert (await client.post("/rooms", json={"name": "Twice", "seats": 3})).status_code == 409
    assert (await client.post("/rooms", json={"name": "None", "seats": 0})).status_code == 422


async def test_a_booking_comes_back(client: httpx.AsyncClient) -> None:
    room = await new_room(client)
    later, earlier = await book(client, room, "11:00", "12:00"), await book(client, room, "09:00", "09:30")
    assert (later.status_code, earlier.status_code) == (201, 201), later.text
    body = earlier.json()
    assert (body["room_id"], body["title"]) == (room, "Stand-up")
    assert datetime.fromisoformat(body["starts_at"]) == moment(9)
    assert datetime.fromisoformat(body["ends_at"]) == moment(9.5)
    listed = await client.get(f"/rooms/{room}/bookings")
    assert [booking["id"] for booking in listed.json()] == [earlier.json()["id"], later.json()["id"]]
    assert datetime.fromisoformat(listed.json()[0]["starts_at"]) == moment(9)


async def test_other_offsets_mean_the_same_moment(client: httpx.AsyncClient) -> None:
    room = await new_room(client)
    times = {"starts_at": "2026-05-04T11:00:00+02:00", "ends_at": "2026-05-04T12:00:00+02:00"}
    answer = await client.post(f"/rooms/{room}/bookings", json={"title": "Remote", **times})
    assert answer.status_code == 201, answer.text
    assert datetime.fromisoformat(answer.json()["starts_at"]) == moment(9)
    assert (await book(client, room, "09:30", "09:45")).status_code == 409


@pytest.mark.parametrize(
    ("start", "end", "status"),
    [
        ("09:00", "10:00", 201),
        ("11:00", "12:00", 201),
        ("09:30", "10:30", 409),
        ("10:30", "11:30", 409),
        ("10:15", "10:45", 409),
        ("09:00", "12:00", 409),
        ("10:00", "11:00", 409),
    ],
)
async def test_overlaps_are_409_and_neighbours_are_not(
    client: httpx.AsyncClient, start: str, end: str, status: int
) -> None:
    room, other = await new_room(client), await new_room(client)
    assert (await book(client, room, "10:00", "11:00")).status_code == 201
    assert (await book(client, room, start, end)).status_code == status
    assert (await book(client, other, start, end)).status_code == 201


async def test_bad_times_are_422(client: httpx.AsyncClient) -> None:
    room = await new_room(client)
    assert (await book(client, room, "10:00", "10:00")).status_code == 422
    assert (await book(client, room, "10:00", "09:00")).status_code == 422
    naive = {"title": "x", "starts_at": "2026-05-04T09:00:00", "ends_at": "2026-05-04T10:00:00"}
    assert (await client.post(f"/rooms/{room}/bookings", json=naive)).status_code == 422


async def test_what_is_unknown_is_404(client: httpx.AsyncClient) -> None:
    assert (await book(client, 999_999, "10:00", "11:00")).status_code == 404
    assert (await client.get("/rooms/999999/bookings")).status_code == 404
    assert (await client.delete("/bookings/999999")).status_code == 404


async def test_a_deleted_booking_frees_the_room(client: httpx.AsyncClient) -> None:
    room = await new_room(client)
    booking = (await book(client, room, "10:00", "11:00")).json()["id"]
    assert (await client.delete(f"/bookings/{booking}")).status_code == 204
    assert (await client.get(f"/rooms/{room}/bookings")).json() == []
    assert (await book(client, room, "10:00", "11:00")).status_code == 201


async def test_of_many_overlapping_clicks_one_wins(client: httpx.AsyncClient) -> None:
    for _ in range(3):
        room = await new_room(client)
        spans = [("10:00", "11:00"), ("10:30", "11:30"), ("10:45", "10:50")] * 10
        answers = await asyncio.gather(*(book(client, room, *span) for span in spans))
        listed = (await client.get(f"/rooms/{room}/bookings")).json()
        spans_kept = sorted((booking["starts_at"], booking["ends_at"]) for booking in listed)
        assert all(first[1] <= second[0] for first, second in pairwise(spans_kept))
        statuses = Counter(answer.status_code for answer in answers)
        assert statuses == {201: len(listed), 409: len(spans) - len(listed)}
        assert len(listed) == 1
