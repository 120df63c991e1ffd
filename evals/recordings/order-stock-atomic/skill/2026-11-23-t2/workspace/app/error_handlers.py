from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from app.errors import AppError, ConflictError, NotFoundError

STATUS: dict[type[AppError], int] = {
    NotFoundError: 404,
    ConflictError: 409,
}


def register_error_handlers(app: FastAPI) -> None:
    @app.exception_handler(AppError)
    async def app_error(_: Request, error: AppError) -> JSONResponse:
        for kind, status in STATUS.items():
            if isinstance(error, kind):
                return _answer(status, error.code, error.message)
        raise error  # of no kind: a bug, hence a 500

    @app.exception_handler(RequestValidationError)
    async def invalid_request(_: Request, error: RequestValidationError) -> JSONResponse:
        # FastAPI's own handler repeats the input and fails on what JSON cannot hold ("\ud800", NaN).
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        return _answer(422, "invalid_request", problems.encode("utf-8", "backslashreplace").decode())


def _answer(status: int, code: str, message: str) -> JSONResponse:
    return JSONResponse({"code": code, "message": message}, status_code=status)
