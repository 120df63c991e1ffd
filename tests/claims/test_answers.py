"""What the skill says about FastAPI's answers: what goes out, in which order, and what can no longer be changed."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from importlib.metadata import files
from typing import Annotated

import pytest
from fastapi import BackgroundTasks, Depends, FastAPI, Request
from fastapi.responses import JSONResponse, StreamingResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from httpx import ASGITransport, AsyncClient, Response
from pydantic import BaseModel


async def send(app: FastAPI, method: str = "GET", content: bytes | None = None) -> Response:
    transport = ASGITransport(app, raise_app_exceptions=False)
    headers = {"content-type": "application/json"} if content else {}
    async with AsyncClient(transport=transport, base_url="http://app") as client:
        return await client.request(method, "/", content=content, headers=headers)


@dataclass(frozen=True, slots=True)
class Portion:
    food: str
    grams: int


@dataclass(frozen=True, slots=True)
class Recipe:
    title: str
    ingredients: tuple[Portion, ...]


@pytest.mark.claim("dataclass-response")
async def test_a_frozen_slots_dataclass_is_a_response_without_any_schema() -> None:
    app = FastAPI()

    @app.get("/")
    async def show() -> Recipe:
        return Recipe("Pie", (Portion("apple", 500),))

    assert (await send(app)).json() == {"title": "Pie", "ingredients": [{"food": "apple", "grams": 500}]}
    assert set(app.openapi()["components"]["schemas"]) >= {"Recipe", "Portion"}


@dataclass(slots=True)
class Account:
    name: str
    password_hash: str = field(default="secret")


class AccountBody(BaseModel):
    name: str


@pytest.mark.claim("untyped-return-leaks")
@pytest.mark.parametrize(("model", "leaks"), [(None, True), (AccountBody, False)])
async def test_without_a_declared_answer_everything_in_the_object_goes_out(
    model: type[AccountBody] | None, leaks: bool
) -> None:
    app = FastAPI()

    @app.get("/", response_model=model)
    async def show():
        return Account("ada")

    assert ("secret" in (await send(app)).text) is leaks


@pytest.mark.claim("invalid-surrogate-is-500")
async def test_fastapis_own_answer_to_an_invalid_request_fails_on_a_lone_surrogate() -> None:
    app = FastAPI()

    @app.post("/")
    async def create(body: AccountBody) -> None: ...

    refused = await send(app, "POST", b'{"name": ["repeated"]}')
    assert (refused.status_code, "repeated" in refused.text) == (422, True)
    assert (await send(app, "POST", b'{"name": ["\\ud800"]}')).status_code == 500


@pytest.mark.claim("background-after-response")
async def test_a_background_task_runs_in_this_process_after_the_response() -> None:
    app, order, loops = FastAPI(), [], []

    async def job() -> None:
        order.append("task")
        loops.append(asyncio.get_running_loop())

    @app.get("/")
    async def show(tasks: BackgroundTasks) -> None:
        tasks.add_task(job)

    async def noting(scope, receive, send):
        async def send_noting(message):
            order.append(message["type"])
            await send(message)

        await app(scope, receive, send_noting)

    async with AsyncClient(transport=ASGITransport(noting), base_url="http://app") as client:
        await client.get("/")
    assert order == ["http.response.start", "http.response.body", "task"]
    assert loops == [asyncio.get_running_loop()]


@pytest.mark.claim("error-after-first-byte")
async def test_an_error_in_a_running_stream_changes_no_status() -> None:
    app, handled, statuses = FastAPI(), [], []

    @app.exception_handler(ValueError)
    async def refused(_: Request, error: ValueError) -> JSONResponse:
        handled.append(error)
        return JSONResponse({}, 409)

    async def chunks() -> AsyncIterator[bytes]:
        yield b"x"
        raise ValueError

    @app.get("/")
    async def export() -> StreamingResponse:
        return StreamingResponse(chunks())

    async def noting(scope, receive, send):
        async def send_noting(message):
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
            await send(message)

        await app(scope, receive, send_noting)

    transport = ASGITransport(noting, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://app") as client:
        await client.get("/")
    assert (statuses, handled) == ([200], [])


@pytest.mark.claim("bearer-auto-error")
@pytest.mark.parametrize(("auto_error", "status"), [(True, 401), (False, 204)])
async def test_without_auto_error_a_missing_token_is_left_to_us(auto_error: bool, status: int) -> None:
    app = FastAPI()
    bearer = HTTPBearer(auto_error=auto_error)

    @app.get("/", status_code=204)
    async def show(token: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]) -> None:
        assert token is None

    assert (await send(app)).status_code == status


@pytest.mark.claim("fastapi-ships-a-skill")
def test_the_wheel_of_fastapi_carries_a_skill_of_another_opinion() -> None:
    pages = [path for path in files("fastapi") or [] if ".agents/skills/" in str(path)]
    text = "\n".join(path.read_text() for path in pages if path.suffix == ".md")
    for word in ("SQLModel", "Asyncer", "Annotated", "return type", "deprecated"):
        assert word.lower() in text.lower()
