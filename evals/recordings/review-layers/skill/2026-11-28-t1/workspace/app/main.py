"""The application: wiring and lifespan."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.config import AppConfig
from app.error_handlers import install_error_handlers
from app.factory import open_factory
from app.routes import orders, products


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    async with open_factory(AppConfig.from_env()) as factory:
        app.state.factory = factory
        yield


def create_app() -> FastAPI:
    app = FastAPI(title="Orders", lifespan=lifespan)
    install_error_handlers(app)
    app.include_router(products.router)
    app.include_router(orders.router)
    return app


app = create_app()
