"""Creates the tables that are missing."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from app.repositories.orm import Base

ADVISORY_LOCK = 7_205_759_403


async def create_missing_tables(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        # Processes that start together take turns, or they create the same table twice and one of them dies.
        await connection.execute(select(func.pg_advisory_xact_lock(ADVISORY_LOCK)))
        await connection.run_sync(Base.metadata.create_all)
