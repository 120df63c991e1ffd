from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from app import models  # noqa: F401  (the tables register themselves)
from app.database import Base, engine
from app.errors import ConflictError, NotFoundError
from app.routes import members


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield
    await engine.dispose()


app = FastAPI(title="Members", lifespan=lifespan)
app.include_router(members.router)


@app.exception_handler(NotFoundError)
async def not_found(request: Request, error: NotFoundError):
    return JSONResponse({"detail": str(error)}, status_code=404)


@app.exception_handler(ConflictError)
async def conflict(request: Request, error: ConflictError):
    return JSONResponse({"detail": str(error)}, status_code=409)
