"""The only place where an error becomes an HTTP status."""

import json
from collections.abc import Iterator
from typing import cast

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exception_handlers import request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from app.errors import AppError, NotFoundError, UnavailableError

logger = structlog.get_logger(module=__name__)

# Also the precedence when a fan-out fails with several errors: the first line that matches wins.
STATUS: dict[type[AppError], int] = {
    NotFoundError: 404,
    UnavailableError: 503,
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
    async def invalid_request(request: Request, error: RequestValidationError) -> Response:
        try:
            return await request_validation_exception_handler(request, error)
        except (ValueError, RecursionError):
            # FastAPI's answer repeats the input, and not every input can be repeated:
            # NaN is no JSON, "\ud800" no UTF-8, and a deep nesting ends the stack.
            problems = [{key: problem[key] for key in ("type", "loc", "msg")} for problem in error.errors()]
            return Response(json.dumps({"detail": problems}), 422, media_type="application/json")

    @app.exception_handler(Exception)
    async def unexpected(_: Request, error: Exception) -> JSONResponse:
        logger.error("unexpected_error", exc_info=error)
        return JSONResponse({"error": "internal"}, 500)


def _leaves(error: Exception) -> Iterator[Exception]:
    if not isinstance(error, ExceptionGroup):
        yield error
        return
    for inner in cast("ExceptionGroup[Exception]", error).exceptions:
        yield from _leaves(inner)


def _precedence(error: AppError) -> int:
    return next(place for place, kind in enumerate(KINDS) if isinstance(error, kind))


def _answer(error: AppError) -> JSONResponse:
    status = STATUS[KINDS[_precedence(error)]]
    logger.info("request_refused", code=error.code, status=status, cause=repr(error.__cause__))
    return JSONResponse({"error": error.code}, status)
