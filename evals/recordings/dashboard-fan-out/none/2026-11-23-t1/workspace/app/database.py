import asyncio

from sqlalchemy import text
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.home import load_shop_part
from app.models import Base

SCHEMA_LOCK = 5_170_423  # arbitrary, the same in every process


class Database:
    """One connection pool with two ways to use it.

    `reading` sessions run in autocommit: a read costs the pre-ping and the query, no BEGIN and ROLLBACK.
    `writing` sessions are ordinary transactions.
    """

    def __init__(self, url: str, pool_size: int) -> None:
        self._pool_size = pool_size
        self._engine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=0,  # a burst queues for a warm connection instead of opening cold ones
            pool_timeout=30,
            pool_pre_ping=True,  # connections idle all night may be dead by the morning push
            isolation_level="AUTOCOMMIT",
        )
        self._transactional = self._engine.execution_options(isolation_level="READ COMMITTED")
        self.reading = async_sessionmaker(self._engine, expire_on_commit=False)
        self.writing = async_sessionmaker(self._transactional, expire_on_commit=False)

    async def start(self) -> None:
        async with self._transactional.begin() as connection:
            # Workers that start together must not race each other to CREATE TABLE.
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": SCHEMA_LOCK})
            await connection.run_sync(Base.metadata.create_all)
        await self._warm_up()

    async def _warm_up(self) -> None:
        """Open the whole pool, and prepare the home screen's statement on every connection.

        Connecting costs many round trips; the first push after a deploy should not pay for them.
        """
        all_open = asyncio.Barrier(self._pool_size)

        async def open_one() -> None:
            async with self.reading() as session:
                await load_shop_part(session, customer_id=0)
                await all_open.wait()  # hold it, or the next task would get the same connection

        async with asyncio.TaskGroup() as tasks:
            for _ in range(self._pool_size):
                tasks.create_task(open_one())

    async def stop(self) -> None:
        await self._engine.dispose()
