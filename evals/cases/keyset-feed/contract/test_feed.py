"""Reading a feed page by page, also while it changes."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

START = datetime.fromisoformat("2026-05-04T09:00:00+00:00")


async def post(client: httpx.AsyncClient, topic: str, minutes: float = 0) -> dict[str, Any]:
    moment = (START + timedelta(minutes=minutes)).isoformat()
    answer = await client.post(f"/topics/{topic}/posts", json={"text": "hello", "published_at": moment})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def pages(client: httpx.AsyncClient, topic: str, limit: int) -> AsyncIterator[list[dict[str, Any]]]:
    cursor = None
    for _ in range(200):
        query = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        answer = await client.get(f"/topics/{topic}/posts", params=query)
        assert answer.status_code == 200, answer.text
        yield answer.json()["posts"]
        cursor = answer.json()["next"]
        if cursor is None:
            return
    raise AssertionError("the feed has no end")


async def read_all(client: httpx.AsyncClient, topic: str, limit: int) -> list[int]:
    return [post["id"] async for page in pages(client, topic, limit) for post in page]


def in_order(posts: list[dict[str, Any]]) -> list[int]:
    key = [(datetime.fromisoformat(each["published_at"]), each["id"]) for each in posts]
    return [number for _, number in sorted(key, reverse=True)]


async def test_a_post_comes_back(client: httpx.AsyncClient) -> None:
    created = await post(client, "news", 1.5)
    assert (created["topic"], created["text"]) == ("news", "hello")
    assert datetime.fromisoformat(created["published_at"]) == START + timedelta(minutes=1.5)
    page = (await client.get("/topics/news/posts")).json()
    assert page["next"] is None
    assert [each["id"] for each in page["posts"]] == [created["id"]]


async def test_an_empty_topic(client: httpx.AsyncClient) -> None:
    assert (await client.get("/topics/void/posts")).json() == {"posts": [], "next": None}


@pytest.mark.parametrize("limit", [1, 7, 10, 30, 100])
async def test_every_page_size_gives_the_same_feed(client: httpx.AsyncClient, limit: int) -> None:
    topic = f"sizes{limit}"
    posts = [await post(client, topic, minute) for minute in (5, 1, 3, 3, 9, 2, 8, 3, 7, 4)]
    posts += [await post(client, "elsewhere", 3)]
    assert await read_all(client, topic, limit) == in_order(posts[:10])


async def test_many_posts_of_one_moment(client: httpx.AsyncClient) -> None:
    posts = await asyncio.gather(*(post(client, "import") for _ in range(60)))
    assert await read_all(client, "import", 7) == in_order(list(posts))


async def test_moments_that_differ_by_a_microsecond(client: httpx.AsyncClient) -> None:
    posts = [await post(client, "micro", n / 60_000_000) for n in (3, 1, 2, 5, 4, 0)]
    assert await read_all(client, "micro", 2) == in_order(posts)


async def test_a_page_is_twenty_long_if_nothing_is_said(client: httpx.AsyncClient) -> None:
    for minute in range(21):
        await post(client, "twenty", minute)
    page = (await client.get("/topics/twenty/posts")).json()
    assert len(page["posts"]) == 20
    rest = await client.get("/topics/twenty/posts", params={"cursor": page["next"]})
    assert (len(rest.json()["posts"]), rest.json()["next"]) == (1, None)


async def test_posts_that_arrive_while_reading(client: httpx.AsyncClient) -> None:
    posts = [await post(client, "busy", minute % 4) for minute in range(24)]
    seen: list[int] = []
    async for page in pages(client, "busy", 5):
        seen += [each["id"] for each in page]
        await post(client, "busy", 100)
        await post(client, "busy", 2)
    known = [each["id"] for each in posts]
    assert [number for number in seen if number in known] == in_order(posts)
    assert len(seen) == len(set(seen))


async def test_posts_that_go_while_reading(client: httpx.AsyncClient) -> None:
    posts = [await post(client, "shrinking", minute) for minute in range(30)]
    gone: set[int] = set()
    seen: list[int] = []
    async for page in pages(client, "shrinking", 5):
        seen += [each["id"] for each in page]
        # The last post of this page and the one after next page's first go away.
        for number in [page[-1]["id"], page[-1]["id"] - 2]:
            answer = await client.delete(f"/posts/{number}")
            gone |= {number} if answer.status_code == 204 else set()
    stayed = [number for number in in_order(posts) if number not in gone]
    assert [number for number in seen if number not in gone] == stayed


async def test_deleting_twice_is_404(client: httpx.AsyncClient) -> None:
    number = (await post(client, "gone"))["id"]
    statuses = [(await client.delete(f"/posts/{number}")).status_code for _ in range(2)]
    assert statuses == [204, 404]


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 101}, {"limit": -1}, {"limit": "x"}])
async def test_a_page_has_a_bound(client: httpx.AsyncClient, query: dict[str, Any]) -> None:
    assert (await client.get("/topics/news/posts", params=query)).status_code == 422


@pytest.mark.parametrize("cursor", ["x", "1", "%00", "bm9uc2Vuc2U=", "null"])
async def test_a_foreign_cursor_is_422(client: httpx.AsyncClient, cursor: str) -> None:
    assert (await client.get("/topics/news/posts", params={"cursor": cursor})).status_code == 422


async def test_a_time_without_an_offset_is_422(client: httpx.AsyncClient) -> None:
    body = {"text": "x", "published_at": "2026-05-04T09:00:00"}
    assert (await client.post("/topics/news/posts", json=body)).status_code == 422
