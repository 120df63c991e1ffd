"""The whole application over ASGI, with its lifespan, on PostgreSQL and a stand-in nutrition API."""

import asyncio
import base64
import json
from collections import Counter
from uuid import UUID, uuid4

import httpx
import pytest
from app.errors import AppError, DuplicateTitleError, NutritionUnavailableError, RecipeNotFoundError
from fastapi import FastAPI

from tests.conftest import GUEST, HeadersOf
from tests.food_api import FoodApi

PIE = {
    "title": "Apple pie",
    "cuisine": "french",
    "ingredients": [{"food": "apple", "grams": 500}, {"food": "flour", "grams": 200}],
}


def cursor(moment: str) -> str:
    return base64.urlsafe_b64encode(f"{moment}/{uuid4()}".encode()).decode()


# region: http-test
async def test_a_created_recipe_can_be_read_back(client: httpx.AsyncClient) -> None:
    created = await client.post("/recipes", json=PIE)
    assert created.status_code == 201
    read = await client.get(f"/recipes/{created.json()['id']}")
    assert read.status_code == 200
    assert read.json() == created.json()


async def test_a_missing_recipe_is_404_also_out_of_a_fan_out(client: httpx.AsyncClient) -> None:
    for path in (f"/recipes/{uuid4()}", f"/recipes/{uuid4()}/cooking"):
        answer = await client.get(path)
        assert answer.status_code == 404
        assert answer.json()["code"] == "recipe_not_found"


async def test_an_error_of_the_nutrition_api_is_503_not_500(
    client: httpx.AsyncClient, food_api: FoodApi
) -> None:
    await client.put("/pantry/apple", json={"grams": 100})
    food_api.broken = True
    answer = await client.get("/dashboard")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"


# endregion


async def test_the_same_title_twice_is_409(client: httpx.AsyncClient) -> None:
    await client.post("/recipes", json=PIE)
    again = await client.post("/recipes", json=PIE)
    assert (again.status_code, again.json()["code"]) == (409, "duplicate_title")


async def test_no_token_is_401_and_a_reading_token_403(client: httpx.AsyncClient, headers: HeadersOf) -> None:
    stranger = await client.post("/recipes", json=PIE, headers={"authorization": ""})
    assert stranger.status_code == 401
    assert stranger.headers["www-authenticate"] == "Bearer"
    guest = await client.post("/recipes", json=PIE, headers=headers(GUEST))
    assert (guest.status_code, guest.json()["code"]) == (403, "not_allowed")


async def test_a_repeated_request_with_its_key_makes_one_recipe(client: httpx.AsyncClient) -> None:
    async with asyncio.TaskGroup() as group:
        requests = [
            group.create_task(client.post("/recipes", json=PIE, headers={"idempotency-key": "abc"}))
            for _ in range(5)
        ]
    assert {request.result().status_code for request in requests} == {201}
    assert len({request.result().json()["id"] for request in requests}) == 1
    other = await client.post("/recipes", json={**PIE, "title": "Tart"}, headers={"idempotency-key": "abc"})
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")


async def test_a_change_needs_the_version_it_is_based_on(client: httpx.AsyncClient) -> None:
    url = f"/recipes/{(await client.post('/recipes', json=PIE)).json()['id']}"
    changed = await client.put(url, json={**PIE, "title": "Tart", "version": 1})
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert (await client.get(url)).json() == changed.json()
    stale = await client.put(url, json={**PIE, "title": "Cake", "version": 1})
    assert (stale.status_code, stale.json()["code"]) == (409, "recipe_changed")


async def test_an_export_streams_one_recipe_per_line(client: httpx.AsyncClient) -> None:
    for number in range(3):
        await client.post("/recipes", json={**PIE, "title": f"Dish {number}"})
    answer = await client.get("/recipes/export")
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert [json.loads(line)["title"] for line in answer.text.splitlines()] == ["Dish 2", "Dish 1", "Dish 0"]


async def test_lists_are_bounded_and_paged(client: httpx.AsyncClient) -> None:
    for number in range(3):
        await client.post("/recipes", json={**PIE, "title": f"Dish {number}"})
    first = (await client.get("/recipes", params={"limit": 2})).json()
    second = (await client.get("/recipes", params={"limit": 2, "after": first["next"]})).json()
    assert [recipe["title"] for recipe in first["recipes"] + second["recipes"]] == [
        "Dish 2",
        "Dish 1",
        "Dish 0",
    ]
    assert second["next"] is None


@pytest.mark.parametrize(
    ("path", "field"),
    [
        pytest.param("/recipes?limit=101", "limit", id="page too long"),
        pytest.param("/recipes?limit=0", "limit", id="page too short"),
        pytest.param("/recipes?after=nonsense", "after", id="cursor is not ours"),
        pytest.param("/recipes?after=4pyT", "after", id="cursor is no text"),
        pytest.param(
            f"/recipes?after={cursor('9999-12-31T23:59:59-23:00')}", "after", id="cursor out of time"
        ),
        pytest.param("/recipes/42", "recipe_id", id="id is no UUID"),
    ],
)
async def test_bad_queries_are_422_and_named(client: httpx.AsyncClient, path: str, field: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid_request"
    assert field in answer.json()["message"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"title": "   "}, id="blank title"),
        pytest.param({"ingredients": []}, id="no ingredients"),
        pytest.param({"ingredients": [{"food": "air", "grams": 0}]}, id="weightless"),
        pytest.param({"ingredients": [{"food": "egg", "grams": 50}] * 2}, id="repeated"),
        pytest.param({"rating": 5}, id="unknown key"),
        pytest.param({"title": "a\0b"}, id="NUL in the title"),
        pytest.param({"cuisine": "\0"}, id="NUL in the cuisine"),
        pytest.param({"ingredients": [{"food": "\0", "grams": 1}]}, id="NUL in a food"),
        pytest.param({"title": "\ud800"}, id="half a character"),
        pytest.param({"\ud800": 1}, id="half a character as a key"),
        pytest.param({"title": "x" * 201}, id="endless title"),
    ],
)
async def test_bad_recipes_are_422(client: httpx.AsyncClient, change: dict[str, object]) -> None:
    body = json.dumps({**PIE, **change})
    answer = await client.post("/recipes", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422


async def test_a_naive_cursor_is_read_as_local_time_not_as_a_crash(client: httpx.AsyncClient) -> None:
    assert (await client.get(f"/recipes?after={cursor('2026-01-01T00:00:00')}")).status_code == 200


async def test_a_cooking_plan_over_http(client: httpx.AsyncClient) -> None:
    recipe_id = (await client.post("/recipes", json=PIE)).json()["id"]
    await client.put("/pantry/apple", json={"grams": 450})
    plan = (await client.get(f"/recipes/{recipe_id}/cooking")).json()
    assert plan["shopping"] == [{"food": "apple", "grams": 50}, {"food": "flour", "grams": 200}]
    assert plan["energy"] == {"kcal": 988, "unknown_foods": []}


async def test_the_fan_outs_to_the_nutrition_api_are_bounded_together(
    client: httpx.AsyncClient, food_api: FoodApi
) -> None:
    for number in range(30):
        await client.put(f"/pantry/food {number}", json={"grams": 100})
    food_api.seconds = 0.02
    async with asyncio.TaskGroup() as group:
        requests = [group.create_task(client.get("/dashboard")) for _ in range(5)]
    assert {len(request.result().json()["energy"]["unknown_foods"]) for request in requests} == {30}
    assert 1 < food_api.most_in_flight <= 20  # of all requests together


# region: burst-test
async def test_fifty_dashboards_at_once_with_the_default_pool(client: httpx.AsyncClient) -> None:
    await client.post("/recipes", json=PIE)
    await client.put("/pantry/apple", json={"grams": 100})
    async with asyncio.TaskGroup() as group:
        requests = [group.create_task(client.get("/dashboard")) for _ in range(50)]
    assert Counter(request.result().status_code for request in requests) == {200: 50}


# endregion


@pytest.mark.parametrize(
    ("errors", "status"),
    [
        pytest.param([RecipeNotFoundError(UUID(int=0))], 404, id="one"),
        pytest.param(
            [NutritionUnavailableError(), RecipeNotFoundError(UUID(int=0))], 404, id="not found first"
        ),
        pytest.param([NutritionUnavailableError(), DuplicateTitleError("Pie")], 409, id="conflict first"),
        pytest.param([RecipeNotFoundError(UUID(int=0)), ZeroDivisionError()], 500, id="a bug among them"),
        pytest.param([AppError("of no kind")], 500, id="of no kind"),
    ],
)
async def test_the_precedence_of_errors_in_a_group(
    app: FastAPI, client: httpx.AsyncClient, errors: list[Exception], status: int
) -> None:
    @app.get("/fails")
    async def fails() -> None:
        raise ExceptionGroup("outer", [ExceptionGroup("inner", errors)])

    answer = await client.get("/fails", headers={"x-request-id": "abc-1"})
    assert answer.status_code == status
    assert answer.json()["request_id"] == answer.headers["x-request-id"] == "abc-1"


async def test_a_bug_is_logged_with_its_request_but_without_its_variables(
    app: FastAPI, client: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    @app.get("/fails")
    async def fails() -> None:
        password = "hunter2"
        raise RuntimeError(len(password))

    await client.get("/fails", headers={"x-request-id": "abc-1"})
    line = next(line for line in capsys.readouterr().out.splitlines() if "unexpected_error" in line)
    assert json.loads(line)["request_id"] == "abc-1"
    assert "RuntimeError" in line
    assert "hunter2" not in line
    assert "Bearer" not in line


async def test_an_error_of_no_kind_is_a_bug(
    app: FastAPI, client: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    @app.get("/fails")
    async def fails() -> None:
        raise AppError("of no kind")

    assert (await client.get("/fails")).status_code == 500
    assert '"exc_type": "AppError"' in capsys.readouterr().out


async def test_an_error_raised_inside_a_task_group_keeps_its_status(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    async def look_up() -> None:
        raise RecipeNotFoundError(UUID(int=0))

    @app.get("/fails")
    async def fails() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(look_up())
            group.create_task(asyncio.sleep(5))

    assert (await client.get("/fails")).status_code == 404


@pytest.mark.parametrize("bad", ["", "x" * 65, "a b", "new\\nline"])
async def test_a_strange_request_id_is_replaced(client: httpx.AsyncClient, bad: str) -> None:
    answer = await client.get("/health", headers={"x-request-id": bad})
    assert answer.headers["x-request-id"] not in ("", bad)
