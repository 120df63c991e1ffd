from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TypedDict

from fastapi import FastAPI

from app.config import AppConfig
from app.error_handlers import register_error_handlers
from app.factory import Singletons, open_singletons
from app.routes import carts, customers, preview


class LifespanState(TypedDict):
    singletons: Singletons


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncGenerator[LifespanState, None]:
    async with open_singletons(AppConfig.from_env()) as singletons:
        yield {"singletons": singletons}


def create_app() -> FastAPI:
    app = FastAPI(title="Checkout preview", lifespan=lifespan)
    register_error_handlers(app)
    app.include_router(customers.router)
    app.include_router(carts.router)
    app.include_router(preview.router)
    return app


app = create_app()
