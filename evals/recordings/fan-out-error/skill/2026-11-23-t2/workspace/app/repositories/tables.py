from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from app.repositories.orm import Base

# Any constant of our own: processes that create tables wait for each other on it.
CREATE_TABLES_LOCK = 5_417_302_118


async def create_missing_tables(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        # Without the lock, two processes that start together both find a table missing, and one fails.
        await connection.execute(select(func.pg_advisory_xact_lock(CREATE_TABLES_LOCK)))
        await connection.run_sync(Base.metadata.create_all)
