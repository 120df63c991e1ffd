from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.config import AppConfig
from app.error_handlers import register_error_handlers
from app.factory import open_singletons
from app.routes import carts, customers, previews


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None, None]:
    async with open_singletons(AppConfig.from_env()) as singletons:
        app.state.singletons = singletons
        yield


def create_app() -> FastAPI:
    app = FastAPI(title="Checkout preview", lifespan=lifespan)
    register_error_handlers(app)
    app.include_router(customers.router)
    app.include_router(carts.router)
    app.include_router(previews.router)
    return app


app = create_app()
