"""What a portfolio is worth, how fast we know, and how gently we ask."""

import asyncio
import time
from collections.abc import Mapping
from types import ModuleType

import httpx
import pytest


async def add(client: httpx.AsyncClient, *symbols: str, shares: int = 2) -> int:
    positions = [{"symbol": symbol, "shares": shares} for symbol in symbols]
    answer = await client.post("/portfolios", json={"name": "Pension", "positions": positions})
    assert answer.status_code == 201, answer.text
    assert answer.json() == {"id": answer.json()["id"], "name": "Pension", "positions": positions}
    return int(answer.json()["id"])


def many(count: int) -> list[str]:
    return [f"S{number}" for number in range(1, count + 1)]


async def value(client: httpx.AsyncClient, portfolio: int) -> httpx.Response:
    return await client.get(f"/portfolios/{portfolio}/value")


async def test_a_portfolio_and_its_value(client: httpx.AsyncClient) -> None:
    portfolio = await add(client, "S7", "S3", "NONE1", "S5")
    stored = await client.get(f"/portfolios/{portfolio}")
    assert [position["symbol"] for position in stored.json()["positions"]] == ["S7", "S3", "NONE1", "S5"]
    answer = await value(client, portfolio)
    assert answer.status_code == 200, answer.text
    assert answer.json() == {
        "id": portfolio,
        "total_cents": 3000,
        "positions": [
            {"symbol": "S7", "shares": 2, "price_cents": 700, "value_cents": 1400},
            {"symbol": "S3", "shares": 2, "price_cents": 300, "value_cents": 600},
            {"symbol": "NONE1", "shares": 2, "price_cents": None, "value_cents": None},
            {"symbol": "S5", "shares": 2, "price_cents": 500, "value_cents": 1000},
        ],
    }


async def test_statuses(client: httpx.AsyncClient) -> None:
    assert (await client.get("/portfolios/999999")).status_code == 404
    assert (await value(client, 999_999)).status_code == 404
    twice = {"name": "x", "positions": [{"symbol": "S1", "shares": 1}, {"symbol": "S1", "shares": 2}]}
    assert (await client.post("/portfolios", json=twice)).status_code == 422
    none = {"name": "x", "positions": [{"symbol": "S1", "shares": 0}]}
    assert (await client.post("/portfolios", json=none)).status_code == 422


async def test_an_empty_portfolio_is_worth_nothing(client: httpx.AsyncClient) -> None:
    portfolio = await add(client)
    assert (await value(client, portfolio)).json() == {"id": portfolio, "total_cents": 0, "positions": []}


async def test_prices_are_fetched_concurrently(client: httpx.AsyncClient) -> None:
    portfolio = await add(client, *many(20))
    start = time.perf_counter()
    answer = await value(client, portfolio)
    seconds = time.perf_counter() - start
    assert answer.json()["total_cents"] == 200 * sum(range(1, 21))
    assert seconds < 2.4, f"{seconds:.1f} s; one after the other would be 4 s, five at a time 0.8 s"


async def test_one_large_portfolio_stays_within_the_limit(
    client: httpx.AsyncClient, stub: Mapping[str, ModuleType]
) -> None:
    portfolio = await add(client, *many(40))
    assert (await value(client, portfolio)).status_code == 200
    assert stub["QUOTES_URL"].refused == []


async def test_many_readers_together_stay_within_the_limit(
    client: httpx.AsyncClient, stub: Mapping[str, ModuleType]
) -> None:
    portfolios = [await add(client, *many(6)) for _ in range(12)]
    answers = await asyncio.gather(*(value(client, portfolio) for portfolio in portfolios))
    assert [answer.status_code for answer in answers] == [200] * 12
    assert stub["QUOTES_URL"].refused == []


@pytest.mark.parametrize("symbols", [("BROKEN1",), ("S1", "BROKEN1", "S2"), ("BROKEN1", "BROKEN2", *many(8))])
async def test_a_failing_quote_is_502_and_disturbs_nobody(
    client: httpx.AsyncClient, symbols: tuple[str, ...]
) -> None:
    broken, whole = await add(client, *symbols), await add(client, "S4")
    for _ in range(3):
        assert (await value(client, broken)).status_code == 502
    # The calls a failed valuation gave up may still be under way on the other side.
    await asyncio.sleep(0.4)
    answer = await value(client, whole)
    assert (answer.status_code, answer.json()["total_cents"]) == (200, 800)
