from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.models import Base

CREATE_TABLES_LOCK = 7263541  # arbitrary, shared by all processes of this service


def make_engine(database_url: str) -> AsyncEngine:
    # The pre-ping replaces connections that the database has dropped meanwhile.
    return create_async_engine(database_url, pool_pre_ping=True)


async def create_missing_tables(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        # Several workers may start at once; without the lock they race for CREATE TABLE.
        await connection.execute(
            text("SELECT pg_advisory_xact_lock(:key)"), {"key": CREATE_TABLES_LOCK}
        )
        await connection.run_sync(Base.metadata.create_all)
