"""What the slug is."""

from typing import Any

import httpx
import pytest


async def slug(client: httpx.AsyncClient, **body: Any) -> httpx.Response:
    return await client.post("/slug", json=body)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Größe & Maß \N{EN DASH} 2026!", "grosse-mass-2026"),
        ("Hello World", "hello-world"),
        ("  --Crème   brûlée--  ", "creme-brulee"),
        ("a_b.c/d", "a-b-c-d"),
        ("ÀÉÎÕÜ", "aeiou"),
        ("2026", "2026"),
    ],
)
async def test_titles(client: httpx.AsyncClient, title: str, expected: str) -> None:
    answer = await slug(client, title=title)
    assert (answer.status_code, answer.json()) == (200, {"slug": expected})


@pytest.mark.parametrize(
    ("max_length", "expected"),
    [
        (200, "the-quick-brown-fox"),
        (19, "the-quick-brown-fox"),
        (18, "the-quick-brown"),
        (15, "the-quick-brown"),
        (10, "the-quick"),
        (3, "the"),
        (2, "th"),
    ],
)
async def test_lengths(client: httpx.AsyncClient, max_length: int, expected: str) -> None:
    answer = await slug(client, title="The quick brown fox", max_length=max_length)
    assert answer.json() == {"slug": expected}


async def test_forty_if_nothing_is_said(client: httpx.AsyncClient) -> None:
    assert len((await slug(client, title="x" * 90)).json()["slug"]) == 40


@pytest.mark.parametrize(
    "body",
    [{"title": "!!!"}, {"title": ""}, {}, {"title": "a", "max_length": 0}, {"title": "a", "max_length": 201}],
)
async def test_no_slug_is_422(client: httpx.AsyncClient, body: dict[str, Any]) -> None:
    assert (await slug(client, **body)).status_code == 422


async def test_health(client: httpx.AsyncClient) -> None:
    answer = await client.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
