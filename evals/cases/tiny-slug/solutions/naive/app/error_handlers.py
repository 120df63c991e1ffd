from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from app.errors import EmptySlugError


async def handle_empty_slug(request: Request, error: EmptySlugError) -> JSONResponse:
    return JSONResponse({"detail": "Nothing is left of the title"}, status_code=422)


def register_error_handlers(app: FastAPI) -> None:
    app.add_exception_handler(EmptySlugError, handle_empty_slug)
