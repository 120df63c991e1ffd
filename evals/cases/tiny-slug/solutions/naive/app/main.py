from fastapi import FastAPI

from app.error_handlers import register_error_handlers
from app.routes import health, slugs


def create_app() -> FastAPI:
    app = FastAPI(title="Slugs")
    register_error_handlers(app)
    app.include_router(slugs.router)
    app.include_router(health.router)
    return app


app = create_app()
