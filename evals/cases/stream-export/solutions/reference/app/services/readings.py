"""Readings: stored in bulk, exported in pieces."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.models.reading import NewReading, Reading, Sensor
from app.repositories.protocols import IUnitOfWorkFactory

BATCH = 1000


class IReadingService(Protocol):
    async def store(self, readings: Sequence[NewReading]) -> int: ...
    async def sensors(self) -> list[Sensor]: ...
    def export(self, sensor: str | None) -> AsyncGenerator[list[Reading]]: ...


@dataclass(frozen=True, slots=True)
class ReadingService:
    unit_of_work: IUnitOfWorkFactory

    async def store(self, readings: Sequence[NewReading]) -> int:
        async with self.unit_of_work() as work:
            await work.readings.add_all(readings)
        return len(readings)

    async def sensors(self) -> list[Sensor]:
        async with self.unit_of_work() as work:
            return await work.readings.sensors()

    async def export(self, sensor: str | None) -> AsyncGenerator[list[Reading]]:
        """The readings by id, in batches. No connection is held while the client takes its time."""
        last = 0
        while True:
            async with self.unit_of_work() as work:
                batch = await work.readings.after(last, sensor, BATCH)
            if not batch:
                return
            yield batch
            last = batch[-1].id
