from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.config import AppConfig
from app.error_handlers import register_error_handlers
from app.factory import open_unit_of_work
from app.routes import bookings, rooms


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with open_unit_of_work(AppConfig.from_env()) as unit_of_work:
        app.state.unit_of_work = unit_of_work
        yield


def create_app() -> FastAPI:
    app = FastAPI(title="Meeting rooms", lifespan=lifespan)
    register_error_handlers(app)
    app.include_router(rooms.router)
    app.include_router(bookings.router)
    return app


app = create_app()
