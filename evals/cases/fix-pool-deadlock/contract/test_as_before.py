"""What stays: shapes, statuses, and what is counted."""

import httpx


async def new_team(client: httpx.AsyncClient, key: str) -> dict[str, str]:
    answer = await client.post("/teams", json={"name": key.title(), "api_key": key})
    assert answer.status_code == 201, answer.text
    return {"X-Api-Key": key}


async def calls(client: httpx.AsyncClient, key: dict[str, str]) -> int:
    return int((await client.get("/me", headers=key)).json()["calls"])


async def test_a_summary(client: httpx.AsyncClient) -> None:
    key, other = await new_team(client, "red"), await new_team(client, "blue")
    for kind, points in (("goal", 5), ("own goal", -1), ("goal", 9)):
        event = await client.post("/events", json={"kind": kind, "points": points}, headers=key)
        assert event.status_code == 201
    await client.post("/events", json={"kind": "foul", "points": 100}, headers=other)
    answer = await client.get("/summary", headers=key)
    expected = {"team": "Red", "events": 3, "points": 13, "best": 9, "kinds": ["goal", "own goal"]}
    assert (answer.status_code, answer.json()) == (200, expected)
    assert await calls(client, key) == 5


async def test_the_summary_of_a_new_team(client: httpx.AsyncClient) -> None:
    key = await new_team(client, "new")
    expected = {"team": "New", "events": 0, "points": 0, "best": None, "kinds": []}
    assert (await client.get("/summary", headers=key)).json() == expected


async def test_what_is_refused_is_not_counted(client: httpx.AsyncClient) -> None:
    key = await new_team(client, "green")
    assert (await client.get("/summary")).status_code == 401
    assert (await client.get("/summary", headers={"X-Api-Key": "guess"})).status_code == 401
    bad = await client.post("/events", json={"kind": "goal"}, headers=key)
    assert bad.status_code == 422
    assert await calls(client, key) == 1


async def test_keys_are_unique(client: httpx.AsyncClient) -> None:
    await new_team(client, "twice")
    again = await client.post("/teams", json={"name": "Again", "api_key": "twice"})
    assert again.status_code == 409
