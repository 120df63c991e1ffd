from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from app.repositories.orm import orders, products  # noqa: F401  (importing them registers their tables)
from app.repositories.orm.base import Base

_START_UP_LOCK = 7_264_018


async def create_missing_tables(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        # Workers start together; without the lock two of them create the same table.
        await connection.execute(select(func.pg_advisory_xact_lock(_START_UP_LOCK)))
        await connection.run_sync(Base.metadata.create_all)
