"""Gateways against a real HTTP server, in good times and bad."""

import asyncio
import time
from collections.abc import AsyncGenerator

import httpx
import pytest
from app.errors import NutritionUnavailableError
from app.gateways.nutrition import NutritionGateway

from tests.food_api import FoodApi


@pytest.fixture
async def gateway(food_api: FoodApi) -> AsyncGenerator[NutritionGateway]:
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=None)) as client:
        yield gateway_to(food_api.url, client, deadline_seconds=0.3)


def gateway_to(url: str, client: httpx.AsyncClient, deadline_seconds: float = 1) -> NutritionGateway:
    return NutritionGateway(client, url, asyncio.Semaphore(4), deadline_seconds)


# region: gateway-test
async def test_a_known_food_has_its_energy_and_an_unknown_has_none(gateway: NutritionGateway) -> None:
    assert await gateway.kcal_per_100g("apple") == 52
    assert await gateway.kcal_per_100g("../moon dust?") is None


async def test_a_slow_api_costs_its_deadline_and_no_more(
    gateway: NutritionGateway, food_api: FoodApi
) -> None:
    food_api.seconds = 2
    started = time.perf_counter()
    with pytest.raises(NutritionUnavailableError):
        await gateway.kcal_per_100g("apple")
    assert time.perf_counter() - started < 1.5


# endregion


async def test_an_error_of_the_api_is_ours_by_name(gateway: NutritionGateway, food_api: FoodApi) -> None:
    food_api.broken = True
    with pytest.raises(NutritionUnavailableError):
        await gateway.kcal_per_100g("apple")


@pytest.mark.parametrize("body", ["{}", "[]", "null", "52", '{"kcal_per_100g": "many"}', "<html>"])
async def test_a_senseless_answer_is_no_answer(body: str) -> None:
    senseless = httpx.MockTransport(lambda _: httpx.Response(200, text=body))
    async with httpx.AsyncClient(transport=senseless) as client:
        with pytest.raises(NutritionUnavailableError):
            await gateway_to("http://food.example", client).kcal_per_100g("apple")


async def test_nobody_listening_is_unavailable() -> None:
    async with httpx.AsyncClient() as client:
        with pytest.raises(NutritionUnavailableError):
            await gateway_to("http://127.0.0.1:1", client).kcal_per_100g("apple")


async def test_a_queue_longer_than_the_deadline_is_not_the_fault_of_the_api(
    gateway: NutritionGateway, food_api: FoodApi
) -> None:
    food_api.seconds = 0.1
    async with asyncio.TaskGroup() as group:
        answers = [group.create_task(gateway.kcal_per_100g("apple")) for _ in range(20)]
    assert {answer.result() for answer in answers} == {52}
    assert food_api.most_in_flight <= 4


async def test_an_outage_under_load_leaves_nothing_behind(
    gateway: NutritionGateway, food_api: FoodApi
) -> None:
    async def ask_forty_times() -> set[int | None]:
        async with asyncio.TaskGroup() as group:
            answers = [group.create_task(gateway.kcal_per_100g("apple")) for _ in range(40)]
        return {answer.result() for answer in answers}

    food_api.seconds = 1
    with pytest.raises(ExceptionGroup) as raised:
        await ask_forty_times()
    assert raised.group_contains(NutritionUnavailableError)
    food_api.seconds = 0
    assert await ask_forty_times() == {52}
