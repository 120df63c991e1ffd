import asyncio
import os
from contextlib import asynccontextmanager
from typing import Annotated

import httpx
from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

engine = create_async_engine(os.environ["DATABASE_URL"])
SessionLocal = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    pass


class Hut(Base):
    __tablename__ = "huts"

    name: Mapped[str] = mapped_column(primary_key=True)
    station: Mapped[str]


class LastValue(Base):
    __tablename__ = "last_values"

    station: Mapped[str] = mapped_column(primary_key=True)
    celsius: Mapped[float]


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with httpx.AsyncClient(base_url=os.environ["WEATHER_URL"], timeout=1.0) as client:
        app.state.client = client
        yield
    await engine.dispose()


app = FastAPI(title="Weather", lifespan=lifespan)


async def get_session():
    async with SessionLocal() as session:
        yield session


Session = Annotated[AsyncSession, Depends(get_session)]


class ApiError(Exception):
    def __init__(self, status: int, code: str):
        self.status = status
        self.code = code


@app.exception_handler(ApiError)
async def handle_api_error(request: Request, error: ApiError):
    return JSONResponse({"error": error.code}, status_code=error.status)


class HutIn(BaseModel):
    station: str


async def load(name: str, session: Session) -> Hut:
    hut = await session.get(Hut, name)
    if hut is None:
        raise ApiError(404, "hut_not_found")
    return hut


Loaded = Annotated[Hut, Depends(load)]


@app.put("/huts/{name}")
async def put_hut(name: str, body: HutIn, session: Session):
    await session.merge(Hut(name=name, station=body.station))
    await session.commit()
    return {"name": name, "station": body.station}


@app.get("/huts/{name}")
async def get_hut(hut: Loaded):
    return {"name": hut.name, "station": hut.station}


async def fetch(client: httpx.AsyncClient, station: str) -> float:
    response = await client.get(f"/stations/{station}/now")
    if response.status_code == 429 and float(response.headers.get("Retry-After", 99)) <= 1:
        await asyncio.sleep(float(response.headers["Retry-After"]))
        response = await client.get(f"/stations/{station}/now")
    if response.status_code == 404:
        raise ApiError(422, "station_unknown")
    response.raise_for_status()
    return float(response.json()["celsius"])


@app.get("/huts/{name}/weather")
async def get_weather(hut: Loaded, request: Request, session: Session):
    try:
        celsius = await fetch(request.app.state.client, hut.station)
    except httpx.TimeoutException:
        error = ApiError(504, "weather_timeout")
    except (httpx.HTTPError, ValueError, KeyError):
        error = ApiError(502, "weather_unavailable")
    else:
        await session.merge(LastValue(station=hut.station, celsius=celsius))
        await session.commit()
        return {"hut": hut.name, "celsius": celsius, "stale": False}
    last = await session.get(LastValue, hut.station)
    if last is None:
        raise error
    return {"hut": hut.name, "celsius": last.celsius, "stale": True}
