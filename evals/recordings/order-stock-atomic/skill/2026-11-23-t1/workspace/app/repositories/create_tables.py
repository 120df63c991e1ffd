from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from app.repositories.orm import Base

_LOCK = 7_301_946_112


async def create_missing_tables(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        # Several processes start at once, and "create if missing" is a check followed by a create.
        await connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        await connection.run_sync(Base.metadata.create_all)
