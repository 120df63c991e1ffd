"""Pages, their versions, and editors who meet."""

import asyncio
from collections import Counter
from datetime import datetime
from typing import Any

import httpx
import pytest


async def create(client: httpx.AsyncClient, slug: str) -> dict[str, Any]:
    answer = await client.post("/pages", json={"slug": slug, "title": "One", "text": "first"})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def edit(client: httpx.AsyncClient, slug: str, version: int, text: str = "more") -> httpx.Response:
    return await client.put(f"/pages/{slug}", json={"title": "Next", "text": text, "version": version})


async def restore(client: httpx.AsyncClient, slug: str, version: int, to: int) -> httpx.Response:
    return await client.post(f"/pages/{slug}/restore", json={"version": version, "to": to})


async def versions(client: httpx.AsyncClient, slug: str) -> list[int]:
    answer = await client.get(f"/pages/{slug}/history", params={"limit": 100})
    assert answer.status_code == 200, answer.text
    return [each["version"] for each in answer.json()]


async def test_a_page_is_made_and_edited(client: httpx.AsyncClient) -> None:
    page = await create(client, "home")
    moment = datetime.fromisoformat(page.pop("updated_at"))
    assert moment.tzinfo is not None
    assert page == {"slug": "home", "title": "One", "text": "first", "version": 1}
    changed = await edit(client, "home", 1)
    assert changed.status_code == 200, changed.text
    assert (changed.json()["version"], changed.json()["text"]) == (2, "more")
    assert datetime.fromisoformat(changed.json()["updated_at"]) > moment
    assert (await client.get("/pages/home")).json() == changed.json()


async def test_an_outdated_edit_is_409_and_changes_nothing(client: httpx.AsyncClient) -> None:
    await create(client, "old")
    second = await edit(client, "old", 1, "second")
    for version in (1, 3, 99):
        assert (await edit(client, "old", version, "lost")).status_code == 409
    assert (await client.get("/pages/old")).json() == second.json()
    assert await versions(client, "old") == [2, 1]


async def test_history(client: httpx.AsyncClient) -> None:
    await create(client, "story")
    for version in range(1, 6):
        await edit(client, "story", version, f"text {version + 1}")
    listed = (await client.get("/pages/story/history", params={"limit": 2})).json()
    assert [(each["version"], each["text"]) for each in listed] == [(6, "text 6"), (5, "text 5")]
    assert await versions(client, "story") == [6, 5, 4, 3, 2, 1]
    current = (await client.get("/pages/story")).json()
    assert listed[0]["updated_at"] == current["updated_at"]
    for limit in (0, 101):
        assert (await client.get("/pages/story/history", params={"limit": limit})).status_code == 422


async def test_an_old_version_comes_back_as_a_new_one(client: httpx.AsyncClient) -> None:
    await create(client, "back")
    await edit(client, "back", 1)
    assert (await restore(client, "back", 1, 1)).status_code == 409
    assert (await restore(client, "back", 2, 7)).status_code == 422
    answer = await restore(client, "back", 2, 1)
    assert answer.status_code == 200, answer.text
    assert [answer.json()[key] for key in ("version", "title", "text")] == [3, "One", "first"]
    assert await versions(client, "back") == [3, 2, 1]


async def test_statuses(client: httpx.AsyncClient) -> None:
    await create(client, "taken")
    again = await client.post("/pages", json={"slug": "taken", "title": "x", "text": "x"})
    assert again.status_code == 409
    answers = [
        await client.get("/pages/none"),
        await edit(client, "none", 1),
        await restore(client, "none", 1, 1),
        await client.get("/pages/none/history"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4


@pytest.mark.parametrize("slug", ["Home", "a b", "", "a_b"])
async def test_a_bad_slug_is_422(client: httpx.AsyncClient, slug: str) -> None:
    answer = await client.post("/pages", json={"slug": slug, "title": "x", "text": "x"})
    assert answer.status_code == 422


async def test_of_editors_who_meet_one_wins(client: httpx.AsyncClient) -> None:
    await create(client, "meeting")
    for version in range(1, 6):
        edits = [edit(client, "meeting", version, f"editor {number}") for number in range(15)]
        edits += [restore(client, "meeting", version, 1) for _ in range(5)]
        answers = await asyncio.gather(*edits)
        assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 19}
        won = next(answer.json() for answer in answers if answer.status_code == 200)
        assert (await client.get("/pages/meeting")).json() == won
    assert await versions(client, "meeting") == [6, 5, 4, 3, 2, 1]
