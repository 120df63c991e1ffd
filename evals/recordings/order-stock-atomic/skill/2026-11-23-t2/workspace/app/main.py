from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.config import AppConfig
from app.error_handlers import register_error_handlers
from app.factory import open_singletons
from app.routes import orders, products


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with open_singletons(AppConfig.from_env()) as singletons:
        app.state.singletons = singletons
        yield


def create_app() -> FastAPI:
    app = FastAPI(title="Warehouse orders", lifespan=lifespan)
    register_error_handlers(app)
    app.include_router(products.router)
    app.include_router(orders.router)
    return app


app = create_app()
