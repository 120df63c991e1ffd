"""The only place where an error becomes an HTTP status."""

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from app.errors import AppError, ConflictError, NotFoundError, UnavailableError

logger = structlog.get_logger(module=__name__)

STATUS: dict[type[AppError], int] = {
    NotFoundError: 404,
    ConflictError: 409,
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
        kind = next(kind for kind in KINDS if isinstance(error, kind))
        logger.info("request_refused", code=error.code, status=STATUS[kind], cause=repr(error.__cause__))
        return _body(error.code, error.message, STATUS[kind], HEADERS.get(kind, {}))

    @app.exception_handler(RequestValidationError)
    async def invalid_request(_: Request, error: RequestValidationError) -> JSONResponse:
        # FastAPI's own handler repeats the input and fails on text that UTF-8 cannot hold ("\ud800").
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        return _body("invalid_request", problems.encode("utf-8", "backslashreplace").decode(), 422, {})

    @app.exception_handler(Exception)
    async def unexpected(_: Request, error: Exception) -> JSONResponse:
        logger.error("unexpected_error", exc_info=error)
        return _body("internal", "something went wrong on our side", 500, {})


def _body(code: str, message: str, status: int, headers: dict[str, str]) -> JSONResponse:
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    content = {"code": code, "message": message, "request_id": request_id}
    return JSONResponse(content, status, {"x-request-id": request_id, **headers})
