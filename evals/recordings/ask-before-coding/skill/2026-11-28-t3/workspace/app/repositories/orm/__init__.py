"""The tables. Imported here in full so that `create_missing_tables` sees every one."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.repositories.orm.base import Base
from app.repositories.orm.bookings import BookingRow
from app.repositories.orm.rooms import RoomRow

__all__ = ["Base", "BookingRow", "RoomRow", "create_missing_tables"]


async def create_missing_tables(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        # Processes that start at the same moment would otherwise all try to create the same table.
        await connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('create_missing_tables'))"))
        await connection.run_sync(Base.metadata.create_all)
