"""The limit of open loans, alone and in a crowd."""

import asyncio

import httpx
from desk import borrow, bring_back, made, member, seen, tool

LIMIT = 3


async def test_the_fourth_open_loan_is_409(client: httpx.AsyncClient) -> None:
    ada = await member(client, "ada")
    tools = [await tool(client, f"file{number}") for number in range(LIMIT + 1)]
    loans = [made(await borrow(client, ada, one)) for one in tools[:LIMIT]]
    assert (await borrow(client, ada, tools[LIMIT])).status_code == 409
    seen(await bring_back(client, loans[0]["id"]))
    made(await borrow(client, ada, tools[LIMIT]))


async def test_the_limit_holds_when_all_come_at_once(client: httpx.AsyncClient) -> None:
    bob = await member(client, "bob")
    tools = [await tool(client, f"rasp{number}") for number in range(10)]
    answers = await asyncio.gather(*(borrow(client, bob, one) for one in tools))
    assert sorted(answer.status_code for answer in answers) == [201] * LIMIT + [409] * (10 - LIMIT)
