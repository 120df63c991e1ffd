"""The limit depends on the plan; the one of before no longer holds."""

import asyncio

import httpx
import pytest
from desk import borrow, bring_back, made, member, members, seen, shows, tool

LIMITS = {"basic": 2, "patron": 5}


async def test_plans(client: httpx.AsyncClient) -> None:
    ada = await member(client, "ada")
    assert shows(seen(await client.get(f"/members/{ada}")), name="ada", plan="basic")
    changed = seen(await client.patch(f"/members/{ada}", json={"plan": "patron"}))
    assert shows(changed, id=ada, name="ada", plan="patron")
    assert seen(await client.get(f"/members/{ada}")) == changed
    bob = await member(client, "bob", plan="patron")
    assert seen(await client.get(f"/members/{bob}"))["plan"] == "patron"
    assert (await client.patch("/members/999999", json={"plan": "basic"})).status_code == 404
    assert (await client.patch(f"/members/{ada}", json={"plan": "gold"})).status_code == 422
    gold = {"name": "Midas", "email": "midas@example.org", "plan": "gold"}
    assert (await client.post("/members", json=gold)).status_code == 422


@pytest.mark.parametrize(("plan", "limit"), LIMITS.items())
async def test_one_more_than_the_limit_is_409(client: httpx.AsyncClient, plan: str, limit: int) -> None:
    cem = await member(client, f"cem-{plan}", plan=plan)
    tools = [await tool(client, f"file{number}-{plan}") for number in range(limit + 1)]
    loans = [made(await borrow(client, cem, one)) for one in tools[:limit]]
    assert (await borrow(client, cem, tools[limit])).status_code == 409
    seen(await bring_back(client, loans[0]["id"]))
    made(await borrow(client, cem, tools[limit]))


@pytest.mark.parametrize(("plan", "limit"), LIMITS.items())
async def test_the_limit_holds_when_all_come_at_once(
    client: httpx.AsyncClient, plan: str, limit: int
) -> None:
    dan = await member(client, f"dan-{plan}", plan=plan)
    tools = [await tool(client, f"rasp{number}-{plan}") for number in range(10)]
    answers = await asyncio.gather(*(borrow(client, dan, one) for one in tools))
    assert sorted(answer.status_code for answer in answers) == [201] * limit + [409] * (10 - limit)


async def test_who_becomes_basic_keeps_what_is_on_loan(client: httpx.AsyncClient) -> None:
    eve = await member(client, "eve", plan="patron")
    tools = [await tool(client, f"brush{number}") for number in range(5)]
    loans = [made(await borrow(client, eve, one)) for one in tools[:4]]
    seen(await client.patch(f"/members/{eve}", json={"plan": "basic"}))
    assert len(seen(await client.get(f"/members/{eve}/loans", params={"status": "open"}))) == 4
    for loan in loans[:2]:
        assert (await borrow(client, eve, tools[4])).status_code == 409
        seen(await bring_back(client, loan["id"]))
    assert (await borrow(client, eve, tools[4])).status_code == 409
    seen(await bring_back(client, loans[2]["id"]))
    made(await borrow(client, eve, tools[4]))


async def test_plans_and_loans_of_many_at_once(client: httpx.AsyncClient) -> None:
    people, cart = await members(client, "fay", 8), await tool(client, "cart", 8)
    calls = [borrow(client, one, cart) for one in people]
    calls += [client.patch(f"/members/{one}", json={"plan": "patron"}) for one in people]
    statuses = [answer.status_code for answer in await asyncio.gather(*calls)]
    assert statuses == [201] * 8 + [200] * 8
