"""The application: `uvicorn app.main:app`."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.config import AppConfig
from app.error_handlers import register_error_handlers
from app.factory import open_singletons
from app.logging import configure_logging
from app.middleware import RequestIdMiddleware
from app.routes import customers, messages


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    async with open_singletons(AppConfig.from_env()) as singletons:
        app.state.singletons = singletons
        yield


def create_app() -> FastAPI:
    configure_logging()
    app = FastAPI(title="Shop home screen", lifespan=lifespan)
    app.add_middleware(RequestIdMiddleware)
    register_error_handlers(app)
    for routes in (customers, messages):
        app.include_router(routes.router)
    return app


app = create_app()
