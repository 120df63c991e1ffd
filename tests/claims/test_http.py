"""What the skill says about FastAPI: exits of dependencies, groups of errors, schemas, middleware."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Annotated

import pytest
from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse, StreamingResponse
from httpx import ASGITransport, AsyncClient, Response
from pydantic import BaseModel, ConfigDict
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send


class MissingError(Exception): ...


def client_of(app: FastAPI) -> AsyncClient:
    return AsyncClient(transport=ASGITransport(app, raise_app_exceptions=False), base_url="http://app")


async def get(app: FastAPI, path: str = "/") -> Response:
    async with client_of(app) as client:
        return await client.get(path)


def app_with_missing_handler() -> FastAPI:
    app = FastAPI()

    @app.exception_handler(MissingError)
    async def missing(_: Request, error: MissingError) -> JSONResponse:
        return JSONResponse({}, 404)

    return app


@pytest.mark.claim("commit-after-yield")
@pytest.mark.parametrize(("scope", "status"), [("request", 201), ("function", 404)])
async def test_code_after_yield_runs_after_the_response_unless_the_scope_is_function(
    scope: str, status: int
) -> None:
    app = app_with_missing_handler()

    async def session() -> AsyncIterator[None]:
        yield
        raise MissingError  # the commit that fails

    @app.get("/", status_code=201)
    async def create(_: Annotated[None, Depends(session, scope=scope)]) -> None: ...

    assert (await get(app)).status_code == status


@pytest.mark.claim("exception-group")
@pytest.mark.parametrize(("with_handler", "status"), [(False, 500), (True, 404)])
async def test_an_error_from_a_task_group_needs_a_handler_for_groups(with_handler: bool, status: int) -> None:
    app = app_with_missing_handler()
    if with_handler:

        @app.exception_handler(ExceptionGroup)
        async def group_failed(_: Request, group: ExceptionGroup[Exception]) -> JSONResponse:
            return JSONResponse({}, 404 if group.subgroup(MissingError) else 500)

    async def fail() -> None:
        raise MissingError

    @app.get("/")
    async def show() -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(fail())

    assert (await get(app)).status_code == status


@pytest.mark.claim("stream-outlives-function-scope")
async def test_a_function_scoped_dependency_is_closed_before_the_first_chunk() -> None:
    app, order = FastAPI(), []

    async def session() -> AsyncIterator[None]:
        yield
        order.append("closed")

    async def chunks() -> AsyncIterator[bytes]:
        order.append("chunk")
        yield b"x"

    @app.get("/")
    async def export(_: Annotated[None, Depends(session, scope="function")]) -> StreamingResponse:
        return StreamingResponse(chunks())

    await get(app)
    assert order == ["closed", "chunk"]


@pytest.mark.claim("extra-forbid")
async def test_a_misspelt_key_is_dropped_unless_extra_is_forbidden() -> None:
    class Loose(BaseModel):
        cuisine: str | None = None

    class Strict(Loose):
        model_config = ConfigDict(extra="forbid")

    app = FastAPI()

    @app.post("/loose")
    async def loose(body: Loose) -> None: ...

    @app.post("/strict")
    async def strict(body: Strict) -> None: ...

    async with client_of(app) as client:
        statuses = [
            (await client.post(path, json={"cuisin": "thai"})).status_code for path in ("/loose", "/strict")
        ]
    assert statuses == [200, 422]


@pytest.mark.claim("returned-dataclass-not-validated")
async def test_a_returned_dataclass_instance_is_not_validated() -> None:
    @dataclass(frozen=True, slots=True)
    class Recipe:
        title: str

    app = FastAPI()

    @app.get("/")
    async def show() -> Recipe:
        return Recipe(title=None)  # type: ignore[arg-type]

    response = await get(app)
    assert (response.status_code, response.json()) == (200, {"title": None})


SEEN: ContextVar[str] = ContextVar("SEEN", default="nothing")


@pytest.mark.claim("base-http-middleware-loses-context")
async def test_only_a_pure_asgi_middleware_sees_what_the_handler_bound() -> None:
    seen: dict[str, str] = {}

    class Pure:
        def __init__(self, app: ASGIApp) -> None:
            self.app = app

        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            await self.app(scope, receive, send)
            seen["pure"] = SEEN.get()

    async def dispatch(request: Request, call_next):
        response = await call_next(request)
        seen["base"] = SEEN.get()
        return response

    async def show() -> None:
        SEEN.set("the handler's")

    for name in ("pure", "base"):
        app = FastAPI()
        app.get("/")(show)
        app.add_middleware(Pure) if name == "pure" else app.add_middleware(
            BaseHTTPMiddleware, dispatch=dispatch
        )
        await asyncio.create_task(get(app))
    assert seen == {"pure": "the handler's", "base": "nothing"}


@pytest.mark.claim("asgi-transport-no-lifespan")
async def test_httpx_runs_no_lifespan() -> None:
    started = []

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        started.append(True)
        yield

    await get(FastAPI(lifespan=lifespan), "/docs")
    assert not started


@pytest.mark.claim("blocking-call-stops-every-request")
async def test_a_blocking_handler_keeps_other_requests_from_starting() -> None:
    import time

    app, running, most = FastAPI(), 0, 0

    @app.get("/")
    async def blocking() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        time.sleep(0.01)  # noqa: ASYNC251
        running -= 1

    async with asyncio.TaskGroup() as group:
        for _ in range(5):
            group.create_task(get(app))
    assert most == 1
