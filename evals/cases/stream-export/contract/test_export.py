"""What is exported, how soon it starts, and who else is served meanwhile."""

import asyncio
import json
import time
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Any

import httpx

MOMENT = "2026-05-04T09:00:00+00:00"


async def store(client: httpx.AsyncClient, sensor: str, count: int) -> None:
    readings = [{"sensor": sensor, "value": number / 4, "at": MOMENT} for number in range(count)]
    answer = await client.post("/readings", json=readings)
    assert (answer.status_code, answer.json()) == (201, {"stored": count}), answer.text[:300]


async def export(client: httpx.AsyncClient, **query: str) -> list[dict[str, Any]]:
    answer = await client.get("/readings/export", params=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    return [json.loads(line) for line in answer.text.splitlines()]


async def test_what_was_stored_is_exported(client: httpx.AsyncClient) -> None:
    await store(client, "roof", 5)
    await store(client, "cellar", 3)
    roof = await export(client, sensor="roof")
    assert [reading["value"] for reading in roof] == [0, 0.25, 0.5, 0.75, 1]
    assert {reading["sensor"] for reading in roof} == {"roof"}
    assert {datetime.fromisoformat(reading["at"]) for reading in roof} == {datetime.fromisoformat(MOMENT)}
    numbers = [reading["id"] for reading in await export(client)]
    assert numbers == sorted(numbers)
    assert len(numbers) == 8
    assert await export(client, sensor="none") == []


async def test_sensors(client: httpx.AsyncClient) -> None:
    await store(client, "alpha", 2)
    await store(client, "beta", 1)
    listed = {each["sensor"]: each for each in (await client.get("/sensors")).json()}
    assert list(listed) == sorted(listed)
    assert (listed["alpha"]["count"], listed["beta"]["count"]) == (2, 1)
    assert datetime.fromisoformat(listed["beta"]["latest"]) == datetime.fromisoformat(MOMENT)


async def test_bad_bodies_store_nothing(client: httpx.AsyncClient) -> None:
    good = {"sensor": "bad", "value": 1, "at": MOMENT}
    bodies = [[], [good, {**good, "at": "2026-05-04T09:00:00"}], [good, {"sensor": "bad"}], [good] * 20_001]
    assert [(await client.post("/readings", json=body)).status_code for body in bodies] == [422] * 4
    assert await export(client, sensor="bad") == []


async def test_a_large_export_is_complete(client: httpx.AsyncClient) -> None:
    await store(client, "large", 20_000)
    values = [reading["value"] for reading in await export(client, sensor="large")]
    assert values == [number / 4 for number in range(20_000)]


async def test_slow_exports_leave_room_for_others(client: httpx.AsyncClient) -> None:
    for _ in range(2):
        await store(client, "slow", 20_000)
    async with AsyncExitStack() as stack:
        answers = await asyncio.gather(
            *(
                stack.enter_async_context(client.stream("GET", "/readings/export", params={"sensor": "slow"}))
                for _ in range(30)
            )
        )
        assert [answer.status_code for answer in answers] == [200] * 30
        starts = await asyncio.gather(*(anext(answer.aiter_bytes()) for answer in answers))
        assert all(start.startswith(b"{") for start in starts)
        # Thirty clients now hold a started export and read no further.
        await asyncio.sleep(0.5)
        begun = time.perf_counter()
        assert (await client.get("/sensors")).status_code == 200
        assert time.perf_counter() - begun < 3
    # All thirty gave up.
    begun = time.perf_counter()
    assert len(await export(client, sensor="slow")) == 40_000
    assert time.perf_counter() - begun < 9
    assert (await client.get("/sensors")).status_code == 200
