"""Forty people at once on five connections."""

import asyncio
import time
from typing import Any

import httpx

PEOPLE = 40


async def new_team(client: httpx.AsyncClient, key: str) -> dict[str, str]:
    answer = await client.post("/teams", json={"name": key.title(), "api_key": key})
    assert answer.status_code == 201, answer.text
    return {"X-Api-Key": key}


async def calls(client: httpx.AsyncClient, key: dict[str, str]) -> int:
    return int((await client.get("/me", headers=key)).json()["calls"])


async def test_everybody_of_one_team_gets_the_summary(client: httpx.AsyncClient) -> None:
    key = await new_team(client, "one")
    await client.post("/events", json={"kind": "a", "points": 3}, headers=key)
    start = time.perf_counter()
    answers = await asyncio.gather(*(client.get("/summary", headers=key) for _ in range(PEOPLE)))
    seconds = time.perf_counter() - start
    assert [answer.status_code for answer in answers] == [200] * PEOPLE
    assert {answer.json()["points"] for answer in answers} == {3}
    assert seconds < 8, f"{seconds:.1f} s"
    assert await calls(client, key) == PEOPLE + 2


async def test_everybody_of_many_teams_gets_the_summary(client: httpx.AsyncClient) -> None:
    keys = [await new_team(client, f"team{number}") for number in range(PEOPLE)]
    answers = await asyncio.gather(*(client.get("/summary", headers=key) for key in keys))
    assert [answer.status_code for answer in answers] == [200] * PEOPLE
    assert [await calls(client, key) for key in keys] == [2] * PEOPLE


async def test_never_more_connections_than_allowed(client: httpx.AsyncClient, database: Any) -> None:
    key = await new_team(client, "modest")
    burst = asyncio.gather(*(client.get("/summary", headers=key) for _ in range(PEOPLE)))
    most = 0
    while not burst.done():
        query = "select count(*) from pg_stat_activity where datname = current_database()"
        most = max(most, await database.fetchval(query) - 1)
        await asyncio.sleep(0.01)
    assert [answer.status_code for answer in await burst] == [200] * PEOPLE
    assert most <= 5
