"""Links, visits, and visits by many at once."""

import asyncio
import re
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import pytest


async def shorten(
    client: httpx.AsyncClient, url: str = "https://example.com/a", **more: Any
) -> dict[str, Any]:
    answer = await client.post("/links", json={"url": url, **more})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def visits(client: httpx.AsyncClient, code: str) -> int:
    return int((await client.get(f"/links/{code}")).json()["visits"])


def test_the_plan_names_files(workspace: Path) -> None:
    plan = (workspace / "PLAN.md").read_text(encoding="utf-8")
    assert re.search(r"\w+\.py\b", plan)
    assert re.search("verif|test|check", plan, re.IGNORECASE)


async def test_a_link_is_made_and_followed(client: httpx.AsyncClient) -> None:
    link = await shorten(client, max_visits=100)
    assert re.fullmatch("[A-Za-z0-9]{6,10}", link["code"])
    assert link == {
        "code": link["code"],
        "url": "https://example.com/a",
        "max_visits": 100,
        "visits": 0,
    }
    answer = await client.get(f"/{link['code']}")
    assert (answer.status_code, answer.headers["location"]) == (307, "https://example.com/a")
    assert (await client.get(f"/links/{link['code']}")).json() == link | {"visits": 1}


async def test_one_address_may_have_two_links(client: httpx.AsyncClient) -> None:
    first, second = await shorten(client), await shorten(client)
    assert first["code"] != second["code"]
    assert first["max_visits"] is None


async def test_a_used_up_link_is_gone(client: httpx.AsyncClient) -> None:
    code = (await shorten(client, max_visits=2))["code"]
    statuses = [(await client.get(f"/{code}")).status_code for _ in range(4)]
    assert statuses == [307, 307, 410, 410]
    assert await visits(client, code) == 2


async def test_what_is_unknown_is_404(client: httpx.AsyncClient) -> None:
    assert (await client.get("/nothing1")).status_code == 404
    assert (await client.get("/links/nothing1")).status_code == 404


@pytest.mark.parametrize(
    "body", [{"url": "ftp://x.org"}, {"url": "no"}, {"url": "https://x.org", "max_visits": 0}, {}]
)
async def test_bad_bodies_are_422(client: httpx.AsyncClient, body: dict[str, Any]) -> None:
    assert (await client.post("/links", json=body)).status_code == 422


async def test_the_most_visited_first(client: httpx.AsyncClient) -> None:
    codes = [(await shorten(client))["code"] for _ in range(3)]
    for times, code in zip((41, 43, 42), codes, strict=True):
        for _ in range(times):
            await client.get(f"/{code}")
    top = (await client.get("/links", params={"order": "visits", "limit": 3})).json()
    assert [link["code"] for link in top] == [codes[1], codes[2], codes[0]]
    for limit in (0, 101):
        assert (await client.get("/links", params={"limit": limit})).status_code == 422


async def test_every_visit_of_a_crowd_is_counted(client: httpx.AsyncClient) -> None:
    code = (await shorten(client))["code"]
    answers = await asyncio.gather(*(client.get(f"/{code}") for _ in range(100)))
    assert Counter(answer.status_code for answer in answers) == {307: 100}
    assert await visits(client, code) == 100


async def test_a_crowd_does_not_pass_the_limit(client: httpx.AsyncClient) -> None:
    code = (await shorten(client, max_visits=10))["code"]
    answers = await asyncio.gather(*(client.get(f"/{code}") for _ in range(60)))
    assert Counter(answer.status_code for answer in answers) == {307: 10, 410: 50}
    assert await visits(client, code) == 10
