"""Retries that arrive while the first attempt is still with the provider."""

import asyncio
from collections.abc import Mapping
from types import ModuleType

import httpx


async def pay(client: httpx.AsyncClient, key: str, account: str, cents: int = 1200) -> httpx.Response:
    body = {"account": account, "amount_cents": cents}
    return await client.post("/payments", json=body, headers={"Idempotency-Key": key})


async def test_ten_at_once_are_one_charge(client: httpx.AsyncClient, stub: Mapping[str, ModuleType]) -> None:
    answers = await asyncio.gather(*(pay(client, "k-ten", "ten") for _ in range(10)))
    assert [answer.status_code for answer in answers] == [201] * 10
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert stub["PROVIDER_URL"].calls.count("ten") == 1


async def test_ten_declined_at_once_are_one_call(
    client: httpx.AsyncClient, stub: Mapping[str, ModuleType]
) -> None:
    answers = await asyncio.gather(*(pay(client, "k-poor", "poor-ten") for _ in range(10)))
    assert [answer.status_code for answer in answers] == [402] * 10
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert stub["PROVIDER_URL"].calls.count("poor-ten") == 1


async def test_two_payments_racing_for_a_key(
    client: httpx.AsyncClient, stub: Mapping[str, ModuleType]
) -> None:
    answers = await asyncio.gather(*(pay(client, "k-race", "race", 100 + n % 2) for n in range(10)))
    assert sorted(answer.status_code for answer in answers) == [201] * 5 + [409] * 5
    assert stub["PROVIDER_URL"].calls.count("race") == 1


async def test_many_customers_at_once(client: httpx.AsyncClient, stub: Mapping[str, ModuleType]) -> None:
    answers = await asyncio.gather(*(pay(client, f"k-{n}", f"many-{n}") for n in range(30) for _ in range(3)))
    assert [answer.status_code for answer in answers] == [201] * 90
    assert all(stub["PROVIDER_URL"].calls.count(f"many-{n}") == 1 for n in range(30))
