import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import event, func, select
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from app.repositories.orm import shop  # noqa: F401  (declares the tables)
from app.repositories.orm.base import Base

# Per process. During a deploy the old and the new processes together must stay below max_connections.
POOL_SIZE = 20
TABLES_LOCK = 7_015_001
CONNECT = {
    "timeout": 10,
    "command_timeout": 10,
    # The pool idles all night; without probes a firewall between the regions forgets its connections.
    "server_settings": {"tcp_keepalives_idle": "60"},
}


@dataclass(frozen=True, slots=True)
class Database:
    transactions: async_sessionmaker[AsyncSession]
    autocommit: async_sessionmaker[AsyncSession]


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    engine = create_async_engine(url, pool_size=POOL_SIZE, max_overflow=0, connect_args=CONNECT)
    event.listen(engine.sync_engine, "checkout", _refuse_closed)
    try:
        await _create_missing_tables(engine)
        await _fill_pool(engine)
        yield Database(
            transactions=async_sessionmaker(engine, expire_on_commit=False),
            autocommit=async_sessionmaker(engine.execution_options(isolation_level="AUTOCOMMIT")),
        )
    finally:
        await engine.dispose()


def _refuse_closed(connection: object, _: ConnectionPoolEntry, proxy: PoolProxiedConnection) -> None:
    """The pool then connects anew. pool_pre_ping does this with three trips to the database per checkout."""
    driver_connection = proxy.driver_connection
    if driver_connection is not None and driver_connection.is_closed():
        raise DisconnectionError  # onejob: ignore[raises-outside-hierarchy] a signal to the pool, which catches it


async def _create_missing_tables(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        # Several processes start at the same time; two CREATE TABLE of one name would fail.
        await connection.execute(select(func.pg_advisory_xact_lock(TABLES_LOCK)))
        await connection.run_sync(Base.metadata.create_all)


async def _fill_pool(engine: AsyncEngine) -> None:
    """A handshake takes about ten trips; the first burst after a deploy must not wait for that."""
    all_open = asyncio.Barrier(POOL_SIZE)

    async def open_one() -> None:
        async with engine.connect():
            await all_open.wait()

    async with asyncio.TaskGroup() as group:
        for _ in range(POOL_SIZE):
            group.create_task(open_one())
