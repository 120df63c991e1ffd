from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from app.models import Base

# Any fixed number: it only has to be the same in every process of this app.
_CREATE_TABLES_LOCK = 7_305_116_042


def make_engine(database_url: str) -> AsyncEngine:
    # READ COMMITTED is named because ON CONFLICT DO NOTHING can fail with a
    # serialization error under a stricter level.
    return create_async_engine(
        database_url, isolation_level="READ COMMITTED", pool_pre_ping=True
    )


async def create_tables(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        # Several workers may start at once; let one at a time look and create.
        await connection.execute(
            text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CREATE_TABLES_LOCK}
        )
        await connection.run_sync(Base.metadata.create_all)


async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    """A session that the endpoint commits itself.

    The code after the yield can run when the response is already on its way,
    which would be too late to find out that a commit failed.
    """
    async with request.app.state.sessions() as session:
        yield session


Session = Annotated[AsyncSession, Depends(get_session)]
