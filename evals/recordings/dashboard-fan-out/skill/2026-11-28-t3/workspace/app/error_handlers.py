"""The only place where an error becomes an HTTP status."""

from collections.abc import Iterator
from typing import cast

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from app.errors import AppError, NotFoundError, UnavailableError

logger = structlog.get_logger(module=__name__)

# Also the precedence when a fan-out fails with several errors: the first line that matches wins.
STATUS: dict[type[AppError], int] = {
    NotFoundError: 404,
    UnavailableError: 503,
}
HEADERS: dict[type[AppError], dict[str, str]] = {
    UnavailableError: {"retry-after": "5"},
}
KINDS = tuple(STATUS)


def register_error_handlers(app: FastAPI) -> None:
    @app.exception_handler(AppError)
    async def app_error(_: Request, error: AppError) -> JSONResponse:
        if not isinstance(error, KINDS):
            raise error  # of no kind: a bug, hence a 500
        return _answer(error)

    @app.exception_handler(ExceptionGroup)
    async def fan_out_failed(_: Request, group: ExceptionGroup[Exception]) -> JSONResponse:
        leaves = list(_leaves(group))
        expected = [leaf for leaf in leaves if isinstance(leaf, KINDS)]
        if len(expected) < len(leaves):
            raise group  # something unknown is among them: a bug, hence a 500
        return _answer(min(expected, key=_precedence))

    @app.exception_handler(RequestValidationError)
    async def invalid_request(_: Request, error: RequestValidationError) -> JSONResponse:
        # FastAPI's own handler repeats the input and fails on text that UTF-8 cannot hold ("\ud800").
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        return _body("invalid_request", problems.encode("utf-8", "backslashreplace").decode(), 422, {})

    @app.exception_handler(Exception)
    async def unexpected(_: Request, error: Exception) -> JSONResponse:
        logger.error("unexpected_error", exc_info=error)
        return _body("internal", "something went wrong on our side", 500, {})


def _leaves(error: Exception) -> Iterator[Exception]:
    if not isinstance(error, ExceptionGroup):
        yield error
        return
    for inner in cast("ExceptionGroup[Exception]", error).exceptions:
        yield from _leaves(inner)


def _precedence(error: AppError) -> int:
    return next(place for place, kind in enumerate(KINDS) if isinstance(error, kind))


def _answer(error: AppError) -> JSONResponse:
    kind = KINDS[_precedence(error)]
    logger.info("request_refused", code=error.code, status=STATUS[kind], cause=repr(error.__cause__))
    return _body(error.code, error.message, STATUS[kind], HEADERS.get(kind, {}))


def _body(code: str, message: str, status: int, headers: dict[str, str]) -> JSONResponse:
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    content = {"code": code, "message": message, "request_id": request_id}
    return JSONResponse(content, status, {"x-request-id": request_id, **headers})
