"""The application: wiring and lifespan."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.config import AppConfig
from app.error_handlers import install_error_handlers
from app.factory import open_factory
from app.routes import customers, messages


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    async with open_factory(AppConfig.from_env()) as factory:
        app.state.factory = factory
        asyncio.create_task(factory.messages().purge_for_ever())
        yield


def create_app() -> FastAPI:
    app = FastAPI(title="Home screen", lifespan=lifespan)
    install_error_handlers(app)
    app.include_router(customers.router)
    app.include_router(messages.router)
    return app


app = create_app()
