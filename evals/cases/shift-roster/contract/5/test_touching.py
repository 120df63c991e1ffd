"""Eleven hours of rest, where a shift could once start when the other ended."""

import asyncio

import httpx
from roster import assign, at, made, move, new_day, people, person, seen, shift


async def test_eleven_hours_are_enough(client: httpx.AsyncClient) -> None:
    ada, day = await person(client, "rest"), new_day()
    early, late = await shift(client, at(2, day), 6), await shift(client, at(19, day), 3)
    made(await assign(client, early, ada))
    made(await assign(client, late, ada))


async def test_less_is_409_before_and_after(client: httpx.AsyncClient) -> None:
    ada, day = await person(client, "tired"), new_day()
    middle = await shift(client, at(12, day), 4)
    made(await assign(client, middle, ada))
    for start, hours in ((16, 4), (26.5, 4), (-2, 3.5), (8, 4)):
        assert (await assign(client, await shift(client, at(start, day), hours), ada)).status_code == 409


async def test_it_holds_for_moves_and_swaps(client: httpx.AsyncClient) -> None:
    (ada, bob), day = await people(client, "held", 2), new_day()
    first, second = await shift(client, at(8, day)), await shift(client, at(8, day + 1))
    made(await assign(client, first, ada))
    mine = made(await assign(client, second, ada))
    assert (await move(client, second, at(2, day + 1))).status_code == 409
    yours = made(await assign(client, await shift(client, at(0, day + 1), 4), bob))
    swap = made(await client.post("/swaps", json={"give": mine["id"], "take": yours["id"]}))
    assert (await client.post(f"/swaps/{swap['id']}/accept")).status_code == 409
    seen(await move(client, second, at(3, day + 1)))
    assert seen(await client.get(f"/swaps/{swap['id']}"))["status"] == "open"


async def test_it_holds_at_once(client: httpx.AsyncClient) -> None:
    crowd, day = await people(client, "early", 4), new_day()
    for one in crowd:
        first, second = await shift(client, at(0, day), 4), await shift(client, at(10, day), 4)
        answers = await asyncio.gather(assign(client, first, one), assign(client, second, one))
        assert sorted(answer.status_code for answer in answers) == [201, 409]
