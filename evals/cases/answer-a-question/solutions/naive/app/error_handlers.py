"""The one place where an error of the domain becomes an HTTP status."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from app.errors import AppError, NotFoundError, UnavailableError

STATUSES: dict[type[AppError], int] = {NotFoundError: 404, UnavailableError: 503}
"""In order of precedence, should several errors come out of one task group."""


def status_of(error: AppError) -> int:
    return next((STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES), 500)


def leaves(group: BaseExceptionGroup[BaseException]) -> list[BaseException]:
    nested = [leaves(e) if isinstance(e, BaseExceptionGroup) else [e] for e in group.exceptions]
    return [leaf for part in nested for leaf in part]


async def answer_app_error(_: Request, error: AppError) -> JSONResponse:
    return JSONResponse({"error": error.code}, status_of(error))


async def answer_group(request: Request, group: ExceptionGroup[Exception]) -> JSONResponse:
    known, unknown = group.split(AppError)
    if known is None or unknown is not None:
        raise group
    order = list(STATUSES.values())
    errors = [leaf for leaf in leaves(known) if isinstance(leaf, AppError)]
    first = min(errors, key=lambda error: order.index(status_of(error)))
    return await answer_app_error(request, first)


def install_error_handlers(app: FastAPI) -> None:
    app.exception_handler(AppError)(answer_app_error)
    app.exception_handler(ExceptionGroup)(answer_group)
