"""The tables, made at start-up where they are missing."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from app.repositories.orm import Base

START_UP_LOCK = 7_203_118


async def create_missing_tables(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        # Several processes may start at once; without the lock two of them create the same table.
        await connection.execute(select(func.pg_advisory_xact_lock(START_UP_LOCK)))
        await connection.run_sync(Base.metadata.create_all)
