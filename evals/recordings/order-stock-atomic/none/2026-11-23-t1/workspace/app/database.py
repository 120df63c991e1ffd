from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from app.config import Settings
from app.models import Base

CREATE_TABLES_LOCK = 7_302_419_001


def create_engine(settings: Settings) -> AsyncEngine:
    return create_async_engine(
        settings.database_url,
        # Placing an order relies on a row lock returning the newest committed row.
        # Stricter levels would answer with serialization failures instead.
        isolation_level="READ COMMITTED",
        pool_size=settings.database_pool_size,
        max_overflow=0,
        # Buyers queue here on sale days, and giving up (the default is 30 seconds) would
        # be a 500. Not unlimited: if connecting fails, those in the queue are not woken.
        pool_timeout=300,
        pool_pre_ping=True,
    )


async def create_missing_tables(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        # Several processes may start together; only one at a time may look and create.
        await connection.execute(select(func.pg_advisory_xact_lock(CREATE_TABLES_LOCK)))
        await connection.run_sync(Base.metadata.create_all)


def get_sessions(request: Request) -> async_sessionmaker[AsyncSession]:
    return request.app.state.sessions


# The factory, not a session: each endpoint opens and commits its own transaction, so
# the commit comes before the response, and no connection waits for a slow client.
Sessions = Annotated[async_sessionmaker[AsyncSession], Depends(get_sessions)]
