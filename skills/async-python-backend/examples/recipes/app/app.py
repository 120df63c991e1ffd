"""The application: `uvicorn --factory app.app:create_app`."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TypedDict, cast

from fastapi import FastAPI

from app.config import AppConfig
from app.error_handlers import register_error_handlers
from app.factory import Singletons, open_singletons
from app.logging import configure_logging
from app.middleware import RequestIdMiddleware
from app.routes import dashboard, health, pantry, recipes


# region: lifespan
class LifespanState(TypedDict):
    singletons: Singletons


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[LifespanState]:
    async with open_singletons(cast(AppConfig, app.state.config)) as singletons:
        yield {"singletons": singletons}


# endregion


# region: create-app
def create_app(config: AppConfig | None = None) -> FastAPI:
    config = config or AppConfig.from_env()
    configure_logging(config.log_level)
    app = FastAPI(title="Recipes", lifespan=lifespan)
    app.state.config = config
    app.add_middleware(RequestIdMiddleware)
    register_error_handlers(app)
    for routes in (health, recipes, pantry, dashboard):
        app.include_router(routes.router)
    return app


# endregion
