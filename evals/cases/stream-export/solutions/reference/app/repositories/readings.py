"""Readings in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.reading import NewReading, Reading, Sensor
from app.repositories.rows import ReadingRow


@dataclass(frozen=True, slots=True)
class ReadingRepository:
    session: AsyncSession

    async def add_all(self, readings: Sequence[NewReading]) -> None:
        rows = [{"sensor": each.sensor, "value": each.value, "at": each.at} for each in readings]
        await self.session.execute(insert(ReadingRow), rows)

    async def sensors(self) -> list[Sensor]:
        query = (
            select(ReadingRow.sensor, func.count(ReadingRow.id), func.max(ReadingRow.at))
            .group_by(ReadingRow.sensor)
            .order_by(ReadingRow.sensor)
        )
        return [Sensor(name, count, latest) for name, count, latest in await self.session.execute(query)]

    async def after(self, reading_id: int, sensor: str | None, limit: int) -> list[Reading]:
        query = select(ReadingRow.id, ReadingRow.sensor, ReadingRow.value, ReadingRow.at)
        query = query.where(ReadingRow.id > reading_id).order_by(ReadingRow.id).limit(limit)
        if sensor is not None:
            query = query.where(ReadingRow.sensor == sensor)
        return [Reading(*row) for row in await self.session.execute(query)]
