"""Nobody is in two places, whatever happens at once."""

import asyncio
from collections import Counter
from datetime import datetime

import httpx
from roster import assign, assigned, at, made, move, new_day, people, person, seen, shift


async def shifts_of(client: httpx.AsyncClient, person_id: int, **params: object) -> list[int]:
    found = seen(await client.get(f"/people/{person_id}/shifts", params=params))
    return [one["id"] for one in found]


async def test_an_overlap_is_409(client: httpx.AsyncClient) -> None:
    ada, day = await person(client, "ada"), new_day()
    bar, door = await shift(client, at(8, day)), await shift(client, at(15.5, day))
    made(await assign(client, bar, ada))
    assert (await assign(client, door, ada)).status_code == 409
    made(await assign(client, door, await person(client, "ben")))
    assert await shifts_of(client, ada) == [bar]


async def test_moving(client: httpx.AsyncClient) -> None:
    ada, day = await person(client, "cleo"), new_day()
    bar, door = await shift(client, at(8, day)), await shift(client, at(8, day + 1))
    made(await assign(client, bar, ada))
    made(await assign(client, door, ada))
    before = seen(await client.get(f"/shifts/{door}"))
    assert (await move(client, door, at(12, day))).status_code == 409
    assert seen(await client.get(f"/shifts/{door}")) == before
    moved = seen(await client.patch(f"/shifts/{door}", json={"ends_at": at(20, day + 1).isoformat()}))
    assert (moved["id"], moved["starts_at"], moved["assigned"]) == (door, before["starts_at"], 1)
    assert datetime.fromisoformat(moved["ends_at"]) == at(20, day + 1)
    assert (
        await client.patch(f"/shifts/{door}", json={"ends_at": at(8, day + 1).isoformat()})
    ).status_code == 422
    assert (
        await client.patch(f"/shifts/{door}", json={"starts_at": "2026-03-01T08:00:00"})
    ).status_code == 422
    assert (await move(client, 999999, at(8, day))).status_code == 404


async def test_a_person_s_shifts(client: httpx.AsyncClient) -> None:
    ada, day = await person(client, "dora"), new_day()
    second, first = await shift(client, at(8, day + 1)), await shift(client, at(8, day))
    for one in (second, first):
        made(await assign(client, one, ada))
    assert await shifts_of(client, ada) == [first, second]
    assert await shifts_of(client, ada, **{"from": at(16, day).isoformat()}) == [second]
    assert await shifts_of(
        client, ada, **{"from": at(15, day).isoformat(), "to": at(8, day + 1).isoformat()}
    ) == [first]
    assert (await client.get(f"/people/{ada}/shifts", params={"from": "yesterday"})).status_code == 422
    assert (await client.get("/people/999999/shifts")).status_code == 404


async def test_one_person_in_many_places_at_once(client: httpx.AsyncClient) -> None:
    ada, day = await person(client, "everywhere"), new_day()
    shifts = [await shift(client, at(8 + number, day)) for number in range(6)]
    answers = await asyncio.gather(*(assign(client, one, ada) for one in shifts))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 5}


async def test_many_people_for_few_places(client: httpx.AsyncClient) -> None:
    crowd, bar = await people(client, "crowd", 10), await shift(client, at(8, new_day()), needed=3)
    answers = await asyncio.gather(*(assign(client, bar, one) for one in crowd))
    assert Counter(answer.status_code for answer in answers) == {201: 3, 409: 7}
    assert await assigned(client, bar) == 3


async def test_assigned_and_moved_at_once(client: httpx.AsyncClient) -> None:
    crowd, day = await people(client, "race", 6), new_day()
    for one in crowd:
        home, away = await shift(client, at(8, day)), await shift(client, at(8, day + 1))
        made(await assign(client, home, one))
        answers = await asyncio.gather(assign(client, away, one), move(client, away, at(10, day)))
        assert sorted(answer.status_code for answer in answers) in ([200, 409], [201, 409])


async def test_two_moves_at_once(client: httpx.AsyncClient) -> None:
    crowd, day = await people(client, "moves", 5), new_day()
    for one in crowd:
        first, second = await shift(client, at(8, day)), await shift(client, at(8, day + 2))
        made(await assign(client, first, one))
        made(await assign(client, second, one))
        answers = await asyncio.gather(
            move(client, first, at(8, day + 1)), move(client, second, at(10, day + 1))
        )
        assert sorted(answer.status_code for answer in answers) == [200, 409]
