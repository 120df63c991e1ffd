import secrets
from datetime import datetime, timezone

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Identity,
    Index,
    SmallInteger,
    Text,
    TypeDecorator,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# Any constant will do, as long as every worker uses the same one.
STARTUP_LOCK = 0x66656564


class Base(DeclarativeBase):
    pass


class UtcDateTime(TypeDecorator[datetime]):
    """timestamptz, always read back as an aware time in UTC.

    asyncpg stores the first and the last moment a datetime can hold as -infinity
    and infinity (which sort the same) and returns them without a time zone.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            return value.replace(tzinfo=timezone.utc)
        return value


class Post(Base):
    __tablename__ = "posts"
    # Read backwards, this index is the order of the feed, so that a page is
    # one range scan of `limit` rows wherever in the feed it begins.
    __table_args__ = (Index("ix_posts_feed", "topic", "published_at", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    topic: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CursorKey(Base):
    """The one key that signs cursors, shared by all workers and kept over restarts."""

    __tablename__ = "cursor_key"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    key: Mapped[bytes]


async def prepare_database(engine: AsyncEngine) -> bytes:
    """Create the missing tables and return the key that signs cursors."""
    async with engine.begin() as conn:
        # Workers that start together would otherwise race to create the tables.
        await conn.execute(select(func.pg_advisory_xact_lock(STARTUP_LOCK)))
        await conn.run_sync(Base.metadata.create_all)
        await conn.execute(
            insert(CursorKey).values(id=1, key=secrets.token_bytes(32)).on_conflict_do_nothing()
        )
        return (await conn.execute(select(CursorKey.key).where(CursorKey.id == 1))).scalar_one()
