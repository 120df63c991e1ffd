"""People, shifts, assignments; one request at a time."""

from datetime import datetime

import httpx
import pytest
from roster import assign, assigned, at, made, new_day, people, person, seen, shift


async def test_people(client: httpx.AsyncClient) -> None:
    body = made(await client.post("/people", json={"name": "Ada", "hourly_cents": 1600}))
    assert (body["name"], body["hourly_cents"]) == ("Ada", 1600)
    assert seen(await client.get(f"/people/{body['id']}")) == body


async def test_times_are_answered_in_utc(client: httpx.AsyncClient) -> None:
    given = {
        "role": "bar",
        "starts_at": "2026-03-01T08:00:00+02:00",
        "ends_at": "2026-03-01T16:00:00+01:00",
        "needed": 2,
    }
    body = made(await client.post("/shifts", json=given))
    assert seen(await client.get(f"/shifts/{body['id']}")) == body
    assert (body["role"], body["needed"], body["assigned"]) == ("bar", 2, 0)
    for key, hour in {"starts_at": 6, "ends_at": 15}.items():
        moment = datetime.fromisoformat(body[key])
        assert (moment.utcoffset() or moment - moment).total_seconds() == 0
        assert moment.tzinfo is not None
        assert moment.hour == hour


async def test_a_shift_is_filled_and_emptied(client: httpx.AsyncClient) -> None:
    ada, bob, cem = await people(client, "fill", 3)
    bar = await shift(client, at(8, new_day()), needed=2)
    first = made(await assign(client, bar, ada))
    assert (first["shift_id"], first["person_id"]) == (bar, ada)
    assert seen(await client.get(f"/assignments/{first['id']}")) == first
    assert (await assign(client, bar, ada)).status_code == 409
    made(await assign(client, bar, bob))
    assert await assigned(client, bar) == 2
    assert (await assign(client, bar, cem)).status_code == 409
    assert (await client.delete(f"/assignments/{first['id']}")).status_code == 204
    assert (await client.delete(f"/assignments/{first['id']}")).status_code == 404
    assert (await client.get(f"/assignments/{first['id']}")).status_code == 404
    assert await assigned(client, bar) == 1
    made(await assign(client, bar, cem))


async def test_the_unknown_is_404(client: httpx.AsyncClient) -> None:
    dan, bar = await person(client, "dan"), await shift(client, at(8, new_day()))
    answers = [
        await client.get("/people/999999"),
        await client.get("/shifts/999999"),
        await client.get("/assignments/999999"),
        await assign(client, 999999, dan),
        await assign(client, bar, 999999),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5


GOOD = {"role": "bar", "starts_at": "2026-03-01T08:00:00Z", "ends_at": "2026-03-01T16:00:00Z", "needed": 1}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/people", {"name": "", "hourly_cents": 1}),
        ("/people", {"name": "Debt", "hourly_cents": -1}),
        ("/shifts", {**GOOD, "role": ""}),
        ("/shifts", {**GOOD, "needed": 0}),
        ("/shifts", {**GOOD, "starts_at": "2026-03-01T08:00:00"}),
        ("/shifts", {**GOOD, "ends_at": "2026-03-01T08:00:00Z"}),
        ("/shifts", {**GOOD, "ends_at": "2026-03-01T09:30:00+02:00"}),
    ],
)
async def test_bad_requests_are_422(client: httpx.AsyncClient, path: str, body: dict[str, object]) -> None:
    assert (await client.post(path, json=body)).status_code == 422
