from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from app.repositories.orm.tables import Base

_START_UP_LOCK = 7_266_653


async def create_missing_tables(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        # Several server processes start at the same moment; the second one must find the tables, not create them too.
        await connection.execute(select(func.pg_advisory_xact_lock(_START_UP_LOCK)))
        await connection.run_sync(Base.metadata.create_all)
