"""Gateways against a real HTTP server, in good times and bad."""

import time
from collections.abc import AsyncGenerator

import httpx
import pytest
from app.errors import NutritionUnavailableError
from app.gateways.nutrition import NutritionGateway

from tests.food_api import FoodApi


@pytest.fixture
async def gateway(food_api: FoodApi) -> AsyncGenerator[NutritionGateway]:
    async with httpx.AsyncClient() as client:
        yield NutritionGateway(client, food_api.url, deadline_seconds=0.3)


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
            await NutritionGateway(client, "http://food.example", 1).kcal_per_100g("apple")


async def test_nobody_listening_is_unavailable() -> None:
    async with httpx.AsyncClient() as client:
        with pytest.raises(NutritionUnavailableError):
            await NutritionGateway(client, "http://127.0.0.1:1", 1).kcal_per_100g("apple")
