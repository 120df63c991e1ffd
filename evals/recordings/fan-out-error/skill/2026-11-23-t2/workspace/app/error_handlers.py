import json
from collections.abc import Iterator

from fastapi import FastAPI, Request, Response
from fastapi.exception_handlers import request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from app.errors import (
    AppError,
    CarrierUnavailableError,
    CartNotFoundError,
    CountryNotServedError,
    CustomerNotFoundError,
    PostcodeNotServedError,
    TaxUnavailableError,
)

# Also the precedence when a fan-out fails with several errors: the first line that matches wins.
STATUS: dict[type[AppError], int] = {
    CustomerNotFoundError: 404,
    CartNotFoundError: 404,
    PostcodeNotServedError: 404,
    CountryNotServedError: 404,
    CarrierUnavailableError: 503,
    TaxUnavailableError: 503,
}
PRECEDENCE = tuple(STATUS)


def register_error_handlers(app: FastAPI) -> None:
    @app.exception_handler(AppError)
    async def app_error(_: Request, error: AppError) -> JSONResponse:
        return _answer(error)

    @app.exception_handler(ExceptionGroup)
    async def fan_out_failed(_: Request, group: ExceptionGroup[Exception]) -> JSONResponse:
        leaves = list(_leaves(group))
        expected = [leaf for leaf in leaves if isinstance(leaf, AppError)]
        if len(expected) < len(leaves):
            raise group  # something unknown is among them: a bug, hence a 500
        return _answer(min(expected, key=lambda error: PRECEDENCE.index(type(error))))

    @app.exception_handler(RequestValidationError)
    async def invalid_request(request: Request, error: RequestValidationError) -> Response:
        try:
            return await request_validation_exception_handler(request, error)
        except (ValueError, RecursionError):
            # FastAPI's body repeats the input, which JSON may be unable to hold (NaN, "\ud800"): leave it out.
            detail = [{key: problem[key] for key in ("type", "loc", "msg")} for problem in error.errors()]
            return Response(json.dumps({"detail": detail}), 422, media_type="application/json")


def _answer(error: AppError) -> JSONResponse:
    return JSONResponse({"error": error.code}, STATUS[type(error)])


def _leaves(group: ExceptionGroup[Exception]) -> Iterator[Exception]:
    for error in group.exceptions:
        if isinstance(error, ExceptionGroup):
            yield from _leaves(error)
        else:
            yield error
