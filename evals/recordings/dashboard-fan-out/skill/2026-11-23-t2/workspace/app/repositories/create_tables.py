from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from app.repositories.orm import Base

CREATING_TABLES = 7_305_113


async def create_missing_tables(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        # Several processes start at once after a deploy; unlocked, all but one would fail on a table that exists.
        await connection.execute(select(func.pg_advisory_xact_lock(CREATING_TABLES)))
        await connection.run_sync(Base.metadata.create_all)
