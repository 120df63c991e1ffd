"""Swaps: both change or none, once."""

import asyncio
from collections import Counter

import httpx
from roster import assign, at, made, move, new_day, people, person, seen, shift


async def working(client: httpx.AsyncClient, person_id: int, day: int) -> int:
    """The id of a new assignment of that person, to a shift of its own."""
    return int(made(await assign(client, await shift(client, at(8, day)), person_id))["id"])


async def ask(client: httpx.AsyncClient, give: int, take: int) -> httpx.Response:
    return await client.post("/swaps", json={"give": give, "take": take})


async def do(client: httpx.AsyncClient, swap_id: int, what: str) -> httpx.Response:
    return await client.post(f"/swaps/{swap_id}/{what}")


async def who(client: httpx.AsyncClient, *assignments: int) -> list[int]:
    return [seen(await client.get(f"/assignments/{one}"))["person_id"] for one in assignments]


async def test_a_swap(client: httpx.AsyncClient) -> None:
    ada, bob = await people(client, "swap", 2)
    day = new_day()
    mine, yours = await working(client, ada, day), await working(client, bob, day)
    swap = made(await ask(client, mine, yours))
    assert (swap["give"], swap["take"], swap["status"]) == (mine, yours, "open")
    assert seen(await client.get(f"/swaps/{swap['id']}")) == swap
    assert seen(await do(client, swap["id"], "accept")) == {**swap, "status": "accepted"}
    assert await who(client, mine, yours) == [bob, ada]
    assert (await do(client, swap["id"], "accept")).status_code == 409
    assert (await do(client, swap["id"], "withdraw")).status_code == 409
    back = made(await ask(client, mine, yours))
    assert seen(await do(client, back["id"], "withdraw"))["status"] == "withdrawn"
    assert await who(client, mine, yours) == [bob, ada]


async def test_what_cannot_be_swapped(client: httpx.AsyncClient) -> None:
    ada, bob, cem = await people(client, "cannot", 3)
    day = new_day()
    mine, later = await working(client, ada, day), await working(client, ada, day + 1)
    yours, third = await working(client, bob, day), await working(client, cem, day)
    assert (await ask(client, mine, later)).status_code == 409
    assert (await ask(client, mine, 999999)).status_code == 404
    assert (await ask(client, 999999, mine)).status_code == 404
    both = await shift(client, at(8, day + 2), needed=2)
    pair = [made(await assign(client, both, one))["id"] for one in (ada, bob)]
    assert (await ask(client, *pair)).status_code == 409
    made(await ask(client, mine, yours))
    assert (await ask(client, third, mine)).status_code == 409
    assert (await ask(client, yours, third)).status_code == 409
    answers = [
        await do(client, 999999, "accept"),
        await do(client, 999999, "withdraw"),
        await client.get("/swaps/999999"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 3


async def test_nobody_is_swapped_into_two_places(client: httpx.AsyncClient) -> None:
    ada, bob = await people(client, "places", 2)
    day = new_day()
    mine, yours = await working(client, ada, day), await working(client, bob, day + 1)
    made(await assign(client, await shift(client, at(10, day + 1)), ada))
    swap = made(await ask(client, mine, yours))
    assert (await do(client, swap["id"], "accept")).status_code == 409
    assert await who(client, mine, yours) == [ada, bob]
    assert seen(await client.get(f"/swaps/{swap['id']}"))["status"] == "open"


async def test_a_deleted_assignment_withdraws(client: httpx.AsyncClient) -> None:
    ada, bob = await people(client, "gone", 2)
    day = new_day()
    mine, yours = await working(client, ada, day), await working(client, bob, day)
    swap = made(await ask(client, mine, yours))
    assert (await client.delete(f"/assignments/{mine}")).status_code == 204
    assert seen(await client.get(f"/swaps/{swap['id']}")) == {**swap, "status": "withdrawn"}
    assert (await do(client, swap["id"], "accept")).status_code == 409
    made(await ask(client, yours, await working(client, ada, day)))


async def test_a_swap_is_accepted_once(client: httpx.AsyncClient) -> None:
    ada, bob = await people(client, "once", 2)
    day = new_day()
    mine, yours = await working(client, ada, day), await working(client, bob, day)
    swap = made(await ask(client, mine, yours))
    answers = await asyncio.gather(*(do(client, swap["id"], "accept") for _ in range(5)))
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 4}
    assert await who(client, mine, yours) == [bob, ada]


async def test_an_assignment_is_in_one_open_swap(client: httpx.AsyncClient) -> None:
    crowd, day = await people(client, "one", 5), new_day()
    jobs = [await working(client, one, day) for one in crowd]
    answers = await asyncio.gather(*(ask(client, jobs[0], other) for other in jobs[1:]))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 3}


async def test_swapped_and_assigned_at_once(client: httpx.AsyncClient) -> None:
    day = new_day()
    for number in range(4):
        ada, bob = await people(client, f"both{number}", 2)
        mine, yours = await working(client, ada, day), await working(client, bob, day + 1)
        swap = made(await ask(client, mine, yours))
        other = await shift(client, at(9, day + 1))
        answers = await asyncio.gather(do(client, swap["id"], "accept"), assign(client, other, ada))
        assert sorted(answer.status_code for answer in answers) in ([200, 409], [201, 409])


async def test_crossing_swaps_and_moves_end(client: httpx.AsyncClient) -> None:
    ada, bob = await people(client, "cross", 2)
    day, calls = new_day(), []
    for number in range(0, 12, 3):
        mine, yours = await working(client, ada, day + number), await working(client, bob, day + number)
        swap = made(await ask(client, *((mine, yours) if number % 2 else (yours, mine))))
        job = seen(await client.get(f"/assignments/{mine}"))["shift_id"]
        calls += [do(client, swap["id"], "accept"), move(client, job, at(9, day + number))]
    assert [answer.status_code for answer in await asyncio.gather(*calls)] == [200] * 8
    assert (await client.get(f"/people/{await person(client, 'idle')}/shifts")).json() == []
