from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from app.config import get_settings

# The database is shared: max_overflow stays 0, so that this process never has more than its share.
engine = create_async_engine(
    get_settings().database_url, pool_size=get_settings().pool_size, max_overflow=0
)
session_factory = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    pass


async def get_session():
    async with session_factory() as session:
        yield session
