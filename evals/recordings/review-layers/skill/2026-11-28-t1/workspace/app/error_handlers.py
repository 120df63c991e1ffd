"""The one place where an error of the domain becomes an HTTP status."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from app.errors import AppError, ConflictError, NotFoundError

STATUSES: dict[type[AppError], int] = {NotFoundError: 404, ConflictError: 409}


def status_of(error: AppError) -> int:
    return next((STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES), 500)


async def answer_app_error(_: Request, error: AppError) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, status_of(error))


def install_error_handlers(app: FastAPI) -> None:
    app.exception_handler(AppError)(answer_app_error)
