from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from app import clients, tables  # noqa: F401  (the tables register themselves)
from app.database import Base, engine
from app.errors import NotFoundError
from app.routes import customers, messages


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield
    await clients.close()
    await engine.dispose()


app = FastAPI(title="Shop", lifespan=lifespan)
app.include_router(customers.router)
app.include_router(messages.router)


@app.exception_handler(NotFoundError)
async def not_found(request: Request, error: NotFoundError):
    return JSONResponse({"detail": str(error)}, status_code=404)
