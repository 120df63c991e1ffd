from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from app.repositories.orm import carts, customers  # noqa: F401  (their tables register themselves)
from app.repositories.orm.base import Base

_START_UP_LOCK = 7_243_901


async def create_missing_tables(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        # Without the lock, processes that start at the same time fail on each other's CREATE TABLE.
        await connection.execute(select(func.pg_advisory_xact_lock(_START_UP_LOCK)))
        await connection.run_sync(Base.metadata.create_all)
