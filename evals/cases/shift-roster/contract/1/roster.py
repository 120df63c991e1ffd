"""What managers do, as requests. Every shift has a day of its own unless a test wants otherwise."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import httpx

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
_days = count(0, 3)


def made(answer: httpx.Response) -> dict[str, Any]:
    """The body of a 201."""
    assert answer.status_code == 201, f"{answer.request.url}: {answer.status_code} {answer.text}"
    body: dict[str, Any] = answer.json()
    return body


def seen(answer: httpx.Response) -> Any:
    """The body of a 200."""
    assert answer.status_code == 200, f"{answer.request.url}: {answer.status_code} {answer.text}"
    return answer.json()


def at(hour: float, day: int = 0) -> datetime:
    """An hour of a day, counted from a Monday."""
    return MONDAY + timedelta(days=day, hours=hour)


def new_day() -> int:
    """A day on which nothing is planned, with free days around it."""
    return next(_days)


async def person(client: httpx.AsyncClient, name: str, hourly_cents: int = 1600) -> int:
    """A new person's id."""
    return int(made(await client.post("/people", json={"name": name, "hourly_cents": hourly_cents}))["id"])


async def people(client: httpx.AsyncClient, name: str, number: int) -> list[int]:
    return [await person(client, f"{name}{index}") for index in range(number)]


async def shift(client: httpx.AsyncClient, start: datetime, hours: float = 8, needed: int = 1) -> int:
    """A new shift's id."""
    end = start + timedelta(hours=hours)
    body = {"role": "bar", "starts_at": start.isoformat(), "ends_at": end.isoformat(), "needed": needed}
    return int(made(await client.post("/shifts", json=body))["id"])


async def assign(client: httpx.AsyncClient, shift_id: int, person_id: int) -> httpx.Response:
    return await client.post(f"/shifts/{shift_id}/assignments", json={"person_id": person_id})


async def move(client: httpx.AsyncClient, shift_id: int, start: datetime, hours: float = 8) -> httpx.Response:
    times = {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=hours)).isoformat()}
    return await client.patch(f"/shifts/{shift_id}", json=times)


async def assigned(client: httpx.AsyncClient, shift_id: int) -> int:
    return int(seen(await client.get(f"/shifts/{shift_id}"))["assigned"])
