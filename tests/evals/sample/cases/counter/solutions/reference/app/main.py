import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

engine = create_async_engine(os.environ["DATABASE_URL"])


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE IF NOT EXISTS visits (n int)"))
        await connection.execute(text("INSERT INTO visits VALUES (0)"))
    yield
    await engine.dispose()


app = FastAPI(lifespan=lifespan)


@app.get("/")
async def greet() -> dict[str, str]:
    return {"greeting": os.environ["GREETING"]}


@app.get("/hour")
async def hour() -> dict[str, int]:
    async with httpx.AsyncClient() as client:
        answer = await client.get(os.environ["CLOCK_URL"] + "/hour")
    return answer.json()


@app.post("/visits")
async def count() -> None:
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE visits SET n = n + 1"))
