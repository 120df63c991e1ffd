from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from app.errors import AppError, ConflictError, NotFoundError, UnavailableError

STATUS: dict[type[AppError], int] = {
    NotFoundError: 404,
    ConflictError: 409,
    UnavailableError: 503,
}


def register_error_handlers(app: FastAPI) -> None:
    @app.exception_handler(AppError)
    async def app_error(_: Request, error: AppError) -> JSONResponse:
        for kind, status in STATUS.items():
            if isinstance(error, kind):
                return _body(error.code, error.message, status)
        raise error  # of no kind: a bug, hence a 500

    @app.exception_handler(RequestValidationError)
    async def invalid_request(_: Request, error: RequestValidationError) -> JSONResponse:
        # FastAPI's own handler repeats the input and fails on what JSON or UTF-8 cannot hold (NaN, "\ud800").
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        return _body("invalid_request", problems.encode("utf-8", "backslashreplace").decode(), 422)


def _body(code: str, message: str, status: int) -> JSONResponse:
    return JSONResponse({"code": code, "message": message}, status)
