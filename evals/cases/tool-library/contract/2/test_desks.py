"""Two desks at the same time; a member's loans."""

import asyncio
from collections import Counter

import httpx
from desk import available, borrow, bring_back, made, member, members, seen, tool


async def test_the_last_copies_go_out_once(client: httpx.AsyncClient) -> None:
    people, saw = await members(client, "queue", 12), await tool(client, "chainsaw", 4)
    answers = await asyncio.gather(*(borrow(client, one, saw) for one in people))
    assert Counter(answer.status_code for answer in answers) == {201: 4, 409: 8}
    assert await available(client, saw) == 0


async def test_a_loan_is_returned_once(client: httpx.AsyncClient) -> None:
    ada, drill = await member(client, "ada"), await tool(client, "drill")
    loan = made(await borrow(client, ada, drill))
    answers = await asyncio.gather(*(bring_back(client, loan["id"]) for _ in range(8)))
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 7}
    assert await available(client, drill) == 1


async def test_loans_and_returns_together(client: httpx.AsyncClient) -> None:
    people, mixer = await members(client, "busy", 10), await tool(client, "mixer", 5)
    loans = [made(await borrow(client, one, mixer)) for one in people[:5]]
    calls = [bring_back(client, loan["id"]) for loan in loans]
    calls += [borrow(client, one, mixer) for one in people[5:]]
    statuses = [answer.status_code for answer in await asyncio.gather(*calls)]
    assert statuses[:5] == [200] * 5
    assert set(statuses[5:]) <= {201, 409}
    assert await available(client, mixer) == 5 - statuses.count(201)


async def test_the_same_email_at_once(client: httpx.AsyncClient) -> None:
    body = {"name": "Twin", "email": "twin@example.org"}
    answers = await asyncio.gather(*(client.post("/members", json=body) for _ in range(6)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 5}


async def test_a_member_s_loans(client: httpx.AsyncClient) -> None:
    bob, cem = await member(client, "bob"), await member(client, "cem")
    plane, vice = await tool(client, "plane"), await tool(client, "vice", 2)
    first, second = made(await borrow(client, bob, plane)), made(await borrow(client, bob, vice))
    made(await borrow(client, cem, vice))
    back = seen(await bring_back(client, first["id"]))
    path = f"/members/{bob}/loans"
    assert seen(await client.get(path)) == [back, second]
    assert seen(await client.get(path, params={"status": "open"})) == [second]
    assert seen(await client.get(path, params={"status": "returned"})) == [back]
    assert (await client.get(path, params={"status": "lost"})).status_code == 422
    assert (await client.get("/members/999999/loans")).status_code == 404
