from collections.abc import AsyncGenerator

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from app.config import get_settings

engine = create_async_engine(get_settings().database_url)
session_factory = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    pass


async def get_session() -> AsyncGenerator[AsyncSession, None]:
    """One session for each request; what has not been committed when the request is done is rolled back.

    No commit here: FastAPI may run the code after the yield when the answer is already sent, too late for anybody
    who asks next and too late to report a failure. The services commit before they return.
    """
    async with session_factory() as session:
        yield session
