"""Reports: asked for at once, prepared later."""

from dataclasses import dataclass
from typing import Protocol

from app.errors import NotFoundError, UpstreamError
from app.gateways.protocols import IBackground, ISalesGateway
from app.models.report import Outcome, Report, Status
from app.repositories.protocols import IUnitOfWorkFactory


class IReportService(Protocol):
    async def request(self, region: str) -> Report: ...
    async def get(self, report_id: int) -> Report: ...
    async def with_status(self, status: Status | None) -> list[Report]: ...


@dataclass(frozen=True, slots=True)
class ReportService:
    unit_of_work: IUnitOfWorkFactory
    sales: ISalesGateway
    background: IBackground

    async def request(self, region: str) -> Report:
        async with self.unit_of_work() as work:
            report = await work.reports.add(region)
        self.background.start(self._prepare(report))
        return report

    async def get(self, report_id: int) -> Report:
        async with self.unit_of_work() as work:
            report = await work.reports.find(report_id)
        if report is None:
            raise NotFoundError("report", report_id)
        return report

    async def with_status(self, status: Status | None) -> list[Report]:
        async with self.unit_of_work() as work:
            return await work.reports.with_status(status)

    async def _prepare(self, report: Report) -> None:
        outcome = await self._outcome(report.region)
        async with self.unit_of_work() as work:
            await work.reports.finish(report.id, outcome)

    async def _outcome(self, region: str) -> Outcome:
        try:
            return Outcome(Status.DONE, total_cents=await self.sales.total_cents(region))
        except UpstreamError as error:
            return Outcome(Status.FAILED, error=str(error))
