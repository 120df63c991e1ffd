"""The only place where an error becomes an HTTP status."""

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from app.errors import AppError, ConflictError, InvalidInputError, NotFoundError, UnavailableError

logger = structlog.get_logger(module=__name__)

STATUS: dict[type[AppError], int] = {
    NotFoundError: 404,
    ConflictError: 409,
    InvalidInputError: 422,
    UnavailableError: 503,
}


def register_error_handlers(app: FastAPI) -> None:
    @app.exception_handler(AppError)
    async def app_error(_: Request, error: AppError) -> JSONResponse:
        status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), None)
        if status is None:
            raise error  # of no kind: a bug, hence a 500
        logger.info("request_refused", code=error.code, status=status)
        return _body(error.code, error.message, status)

    @app.exception_handler(RequestValidationError)
    async def invalid_request(_: Request, error: RequestValidationError) -> JSONResponse:
        # FastAPI's own handler repeats the input and fails on text that UTF-8 cannot hold ("\ud800").
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        return _body("invalid_request", problems.encode("utf-8", "backslashreplace").decode(), 422)

    @app.exception_handler(Exception)
    async def unexpected(_: Request, error: Exception) -> JSONResponse:
        logger.error("unexpected_error", exc_info=error)
        return _body("internal", "something went wrong on our side", 500)


def _body(code: str, message: str, status: int) -> JSONResponse:
    # Starlette sends the answer to an unexpected error past the middleware: hence the header here, too.
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    return JSONResponse({"code": code, "message": message}, status, {"x-request-id": request_id})
