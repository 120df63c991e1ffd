"""What the services need of the database."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from app.models.reading import NewReading, Reading, Sensor


class IReadingRepository(Protocol):
    async def add_all(self, readings: Sequence[NewReading]) -> None: ...
    async def sensors(self) -> list[Sensor]: ...
    async def after(self, reading_id: int, sensor: str | None, limit: int) -> list[Reading]: ...


class IUnitOfWork(Protocol):
    @property
    def readings(self) -> IReadingRepository: ...


class IUnitOfWorkFactory(Protocol):
    def __call__(self) -> AbstractAsyncContextManager[IUnitOfWork]: ...
