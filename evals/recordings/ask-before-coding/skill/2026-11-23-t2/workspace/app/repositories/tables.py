from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from app.repositories.orm import bookings, rooms  # noqa: F401  # importing them fills Base.metadata
from app.repositories.orm.base import Base

START_UP_LOCK = 7_266_001


async def create_missing_tables(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        # Of two processes that start together, the second waits here and then finds the tables.
        await connection.execute(select(func.pg_advisory_xact_lock(START_UP_LOCK)))
        await connection.run_sync(Base.metadata.create_all)
