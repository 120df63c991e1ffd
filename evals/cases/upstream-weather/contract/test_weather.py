"""Each mood of the weather service, with and without a value from before."""

import asyncio
import time
from collections.abc import Mapping
from types import ModuleType

import httpx
import pytest


@pytest.fixture
def weather(stub: Mapping[str, ModuleType]) -> ModuleType:
    return stub["WEATHER_URL"]


async def new_hut(client: httpx.AsyncClient, name: str, station: str | None = None) -> str:
    answer = await client.put(f"/huts/{name}", json={"station": station or f"ST-{name}"})
    assert (answer.status_code, answer.json()) == (200, {"name": name, "station": station or f"ST-{name}"})
    return name


async def ask(client: httpx.AsyncClient, hut: str) -> tuple[int, object]:
    answer = await client.get(f"/huts/{hut}/weather")
    return answer.status_code, answer.json()


async def test_good_weather(client: httpx.AsyncClient) -> None:
    hut = await new_hut(client, "alpine")
    assert (await client.get("/huts/alpine")).json() == {"name": "alpine", "station": "ST-alpine"}
    assert await ask(client, hut) == (200, {"hut": "alpine", "celsius": 11.5, "stale": False})


async def test_an_unknown_hut_costs_no_call(client: httpx.AsyncClient, weather: ModuleType) -> None:
    before = len(weather.calls)
    assert await ask(client, "nowhere") == (404, {"error": "hut_not_found"})
    answer = await client.get("/huts/nowhere")
    assert (answer.status_code, answer.json()) == (404, {"error": "hut_not_found"})
    assert len(weather.calls) == before


async def test_an_unknown_station(client: httpx.AsyncClient, weather: ModuleType) -> None:
    hut = await new_hut(client, "lost")
    weather.moods["ST-lost"] = "unknown"
    assert await ask(client, hut) == (422, {"error": "station_unknown"})


MOODS = [
    ("slow", 504, "weather_timeout"),
    ("broken", 502, "weather_unavailable"),
    ("html", 502, "weather_unavailable"),
    ("wordy", 502, "weather_unavailable"),
    ("list", 502, "weather_unavailable"),
    ("dripping", 502, "weather_unavailable"),
    ("very busy", 502, "weather_unavailable"),
]


@pytest.mark.parametrize(("mood", "status", "code"), MOODS)
async def test_a_failure_without_and_with_a_value_from_before(
    client: httpx.AsyncClient, weather: ModuleType, mood: str, status: int, code: str
) -> None:
    name = mood.replace(" ", "-")
    hut, station = await new_hut(client, name), f"ST-{name}"
    weather.moods[station] = mood
    start = time.perf_counter()
    assert await ask(client, hut) == (status, {"error": code})
    assert time.perf_counter() - start < 6
    weather.moods[station] = "good"
    assert (await ask(client, hut))[0] == 200
    weather.moods[station] = mood
    assert await ask(client, hut) == (200, {"hut": hut, "celsius": 11.5, "stale": True})


async def test_one_refusal_is_waited_out(client: httpx.AsyncClient, weather: ModuleType) -> None:
    hut = await new_hut(client, "patient")
    weather.moods["ST-patient"] = "busy once"
    start = time.perf_counter()
    assert await ask(client, hut) == (200, {"hut": "patient", "celsius": 11.5, "stale": False})
    assert time.perf_counter() - start > 0.9
    assert weather.calls.count("ST-patient") == 2


async def test_two_refusals_are_enough(client: httpx.AsyncClient, weather: ModuleType) -> None:
    hut = await new_hut(client, "crowded")
    weather.moods["ST-crowded"] = "busy"
    assert await ask(client, hut) == (502, {"error": "weather_unavailable"})
    assert weather.calls.count("ST-crowded") == 2


async def test_a_value_belongs_to_its_station(client: httpx.AsyncClient, weather: ModuleType) -> None:
    first, second = await new_hut(client, "east", "SHARED"), await new_hut(client, "west", "SHARED")
    assert (await ask(client, first))[0] == 200
    weather.moods["SHARED"] = "broken"
    assert await ask(client, second) == (200, {"hut": "west", "celsius": 11.5, "stale": True})
    weather.moods["MOVED"] = "broken"
    await new_hut(client, "west", "MOVED")
    assert await ask(client, second) == (502, {"error": "weather_unavailable"})


async def test_waiting_hikers_do_not_block_the_others(client: httpx.AsyncClient, weather: ModuleType) -> None:
    hut = await new_hut(client, "queue")
    weather.moods["ST-queue"] = "slow"
    waiting = [asyncio.create_task(client.get(f"/huts/{hut}/weather")) for _ in range(100)]
    await asyncio.sleep(0.4)
    start = time.perf_counter()
    assert (await client.get("/huts/queue")).status_code == 200
    # Hikers who hold a connection while they wait would keep this one out for about seven seconds.
    assert time.perf_counter() - start < 4
    answers = await asyncio.gather(*waiting)
    assert {answer.status_code for answer in answers} <= {504, 502}
