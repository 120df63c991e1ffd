"""Reservations: who comes next, and that each copy has one holder."""

import asyncio
from collections import Counter

import httpx
from desk import available, borrow, bring_back, made, member, members, seen, shows, tool
from queue_calls import ask_for, cancel, line, reserve, status_of


async def test_waiting_then_ready_then_fulfilled(client: httpx.AsyncClient) -> None:
    ada, bob, cem = await members(client, "turn", 3)
    saw = await tool(client, "saw")
    loan = made(await borrow(client, ada, saw))
    first, second = await reserve(client, bob, saw), await reserve(client, cem, saw)
    assert shows(first, tool_id=saw, member_id=bob, status="waiting")
    assert await line(client, saw) == [(bob, "waiting"), (cem, "waiting")]
    assert (await borrow(client, bob, saw)).status_code == 409
    seen(await bring_back(client, loan["id"]))
    assert await line(client, saw) == [(bob, "ready"), (cem, "waiting")]
    assert await available(client, saw) == 0
    assert (await borrow(client, cem, saw)).status_code == 409
    assert (await borrow(client, ada, saw)).status_code == 409
    made(await borrow(client, bob, saw))
    assert await status_of(client, first) == "fulfilled"
    assert await status_of(client, second) == "waiting"
    assert await line(client, saw) == [(cem, "waiting")]


async def test_ready_at_once_when_a_copy_is_there(client: httpx.AsyncClient) -> None:
    ada, bob = await members(client, "early", 2)
    drill = await tool(client, "drill")
    assert (await reserve(client, ada, drill))["status"] == "ready"
    assert await available(client, drill) == 0
    assert (await borrow(client, bob, drill)).status_code == 409
    assert (await reserve(client, bob, drill))["status"] == "waiting"


async def test_one_of_each_kind_per_member(client: httpx.AsyncClient) -> None:
    ada, bob = await members(client, "greedy", 2)
    axe = await tool(client, "axe")
    loan = made(await borrow(client, ada, axe))
    assert (await ask_for(client, ada, axe)).status_code == 409
    reserved = await reserve(client, bob, axe)
    assert (await ask_for(client, bob, axe)).status_code == 409
    seen(await cancel(client, reserved["id"]))
    await reserve(client, bob, axe)
    seen(await bring_back(client, loan["id"]))
    await reserve(client, ada, axe)


async def test_a_cancelled_place_goes_to_the_next(client: httpx.AsyncClient) -> None:
    ada, bob, cem = await members(client, "cancel", 3)
    vice = await tool(client, "vice")
    ready, waiting = await reserve(client, ada, vice), await reserve(client, bob, vice)
    last = await reserve(client, cem, vice)
    assert shows(seen(await cancel(client, ready["id"])), id=ready["id"], status="cancelled")
    assert await line(client, vice) == [(bob, "ready"), (cem, "waiting")]
    seen(await cancel(client, last["id"]))
    seen(await cancel(client, waiting["id"]))
    assert await available(client, vice) == 1
    assert (await cancel(client, waiting["id"])).status_code == 409
    assert await available(client, vice) == 1


async def test_the_limit_applies_when_it_is_fetched(client: httpx.AsyncClient) -> None:
    ada = await member(client, "full")
    wanted = await tool(client, "wanted")
    reserved = await reserve(client, ada, wanted)
    loans = []
    for number in range(5):
        answer = await borrow(client, ada, await tool(client, f"filler{number}"))
        if answer.status_code == 409:
            break
        loans.append(made(answer))
    assert (await borrow(client, ada, wanted)).status_code == 409
    assert await status_of(client, reserved) == "ready"
    assert await available(client, wanted) == 0
    seen(await bring_back(client, loans[0]["id"]))
    made(await borrow(client, ada, wanted))
    assert (await cancel(client, reserved["id"])).status_code == 409


async def test_the_unknown_is_404(client: httpx.AsyncClient) -> None:
    ada, jack = await member(client, "lost"), await tool(client, "jack")
    answers = [
        await ask_for(client, 999999, jack),
        await ask_for(client, ada, 999999),
        await cancel(client, 999999),
        await client.get("/reservations/999999"),
        await client.get("/tools/999999/reservations"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5


async def test_each_returned_copy_reaches_one(client: httpx.AsyncClient) -> None:
    people, lift = await members(client, "crowd", 12), await tool(client, "lift", 4)
    loans = [made(await borrow(client, one, lift)) for one in people[:4]]
    for one in people[4:]:
        await reserve(client, one, lift)
    answers = await asyncio.gather(*(bring_back(client, loan["id"]) for loan in loans for _ in range(2)))
    assert Counter(answer.status_code for answer in answers) == {200: 4, 409: 4}
    assert await line(client, lift) == [
        (one, "ready" if index < 4 else "waiting") for index, one in enumerate(people[4:])
    ]
    assert await available(client, lift) == 0


async def test_reserving_and_borrowing_at_once(client: httpx.AsyncClient) -> None:
    people, pump = await members(client, "rush", 12), await tool(client, "pump", 5)
    calls = [
        ask_for(client, one, pump) if index % 2 else borrow(client, one, pump)
        for index, one in enumerate(people)
    ]
    answers = await asyncio.gather(*calls)
    asked, borrowed = answers[1::2], answers[0::2]
    assert [answer.status_code for answer in asked] == [201] * 6
    assert {answer.status_code for answer in borrowed} <= {201, 409}
    lent = sum(answer.status_code == 201 for answer in borrowed)
    ready = sum(status == "ready" for _, status in await line(client, pump))
    assert lent + ready == 5
    assert await available(client, pump) == 0


async def test_one_fetches_it_once(client: httpx.AsyncClient) -> None:
    ada, bob = await members(client, "double", 2)
    press = await tool(client, "press", 2)
    reserved = await reserve(client, ada, press)
    made(await borrow(client, bob, press))
    answers = await asyncio.gather(*(borrow(client, ada, press) for _ in range(6)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 5}
    assert await status_of(client, reserved) == "fulfilled"


async def test_a_member_asks_twice_at_once(client: httpx.AsyncClient) -> None:
    ada, oven = await member(client, "twice"), await tool(client, "oven", 3)
    answers = await asyncio.gather(*(ask_for(client, ada, oven) for _ in range(6)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 5}
    assert await available(client, oven) == 2
