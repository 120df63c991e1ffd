"""What the services need of the database."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from app.models.report import Outcome, Report, Status


class IReportRepository(Protocol):
    async def add(self, region: str) -> Report: ...
    async def find(self, report_id: int) -> Report | None: ...
    async def with_status(self, status: Status | None) -> list[Report]: ...
    async def finish(self, report_id: int, outcome: Outcome) -> None: ...


class IUnitOfWork(Protocol):
    @property
    def reports(self) -> IReportRepository: ...


class IUnitOfWorkFactory(Protocol):
    def __call__(self) -> AbstractAsyncContextManager[IUnitOfWork]: ...
