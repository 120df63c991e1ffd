"""Makes the tables that are missing."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from app.repositories.orm import Base

LOCK = 7_306_211_904  # any number, the same in every process


async def create_missing_tables(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        # Processes that start together would both find a table missing, and the second one would fail.
        await connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
        await connection.run_sync(Base.metadata.create_all)
