import os
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy import BigInteger, DateTime, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

engine = create_async_engine(os.environ["DATABASE_URL"])
SessionLocal = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    pass


class Reading(Base):
    __tablename__ = "readings"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    sensor: Mapped[str] = mapped_column(index=True)
    value: Mapped[float]
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield
    await engine.dispose()


app = FastAPI(title="Readings", lifespan=lifespan)


async def get_session():
    async with SessionLocal() as session:
        yield session


Session = Annotated[AsyncSession, Depends(get_session)]


class ReadingIn(BaseModel):
    sensor: str
    value: float
    at: AwareDatetime


class ReadingOut(ReadingIn):
    model_config = ConfigDict(from_attributes=True)

    id: int


@app.post("/readings", status_code=201)
async def store_readings(
    body: Annotated[list[ReadingIn], Field(min_length=1, max_length=20_000)], session: Session
):
    await session.execute(insert(Reading), [reading.model_dump() for reading in body])
    await session.commit()
    return {"stored": len(body)}


@app.get("/sensors")
async def list_sensors(session: Session):
    query = select(Reading.sensor, func.count(), func.max(Reading.at)).group_by(Reading.sensor)
    rows = await session.execute(query.order_by(Reading.sensor))
    return [{"sensor": sensor, "count": count, "latest": latest} for sensor, count, latest in rows]


@app.get("/readings/export")
async def export(session: Session, sensor: str | None = None):
    query = select(Reading).order_by(Reading.id)
    if sensor is not None:
        query = query.where(Reading.sensor == sensor)

    async def lines():
        # A server-side cursor: the rows are never in memory all at once.
        async for reading in await session.stream_scalars(query):
            yield ReadingOut.model_validate(reading).model_dump_json() + "\n"

    return StreamingResponse(lines(), media_type="application/x-ndjson")
