"""The application: `uvicorn app.main:app`. Importing it reads and opens nothing; the start does."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TypedDict

from fastapi import FastAPI

from app.config import AppConfig
from app.error_handlers import register_error_handlers
from app.factory import Singletons, open_singletons
from app.logging import configure_logging
from app.middleware import RequestIdMiddleware
from app.routes import bookings, rooms


class LifespanState(TypedDict):
    singletons: Singletons


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncGenerator[LifespanState]:
    async with open_singletons(AppConfig.from_env()) as singletons:
        yield {"singletons": singletons}


def create_app() -> FastAPI:
    configure_logging()
    app = FastAPI(title="Meeting rooms", lifespan=lifespan)
    app.add_middleware(RequestIdMiddleware)
    register_error_handlers(app)
    for routes in (rooms, bookings):
        app.include_router(routes.router)
    return app


app = create_app()
