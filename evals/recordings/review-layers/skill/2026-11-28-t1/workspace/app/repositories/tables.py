"""Missing tables are created when the application starts."""

from sqlalchemy.ext.asyncio import AsyncEngine

from app.repositories.rows import Base


async def create_missing_tables(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
