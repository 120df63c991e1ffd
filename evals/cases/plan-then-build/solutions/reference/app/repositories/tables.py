"""Missing tables are created when the application starts."""

from app.repositories.rows import Base
from sqlalchemy.ext.asyncio import AsyncEngine


async def create_missing_tables(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
