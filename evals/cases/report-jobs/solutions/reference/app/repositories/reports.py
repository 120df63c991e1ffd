"""Reports in PostgreSQL."""

from dataclasses import asdict, dataclass

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.report import Outcome, Report, Status
from app.repositories.rows import ReportRow


def to_report(row: ReportRow) -> Report:
    return Report(
        id=row.id,
        region=row.region,
        status=Status(row.status),
        total_cents=row.total_cents,
        error=row.error,
    )


@dataclass(frozen=True, slots=True)
class ReportRepository:
    session: AsyncSession

    async def add(self, region: str) -> Report:
        row = ReportRow(region=region, status=Status.PENDING)
        self.session.add(row)
        await self.session.flush()
        return to_report(row)

    async def find(self, report_id: int) -> Report | None:
        row = await self.session.get(ReportRow, report_id)
        return None if row is None else to_report(row)

    async def with_status(self, status: Status | None) -> list[Report]:
        query = select(ReportRow).order_by(ReportRow.id)
        if status is not None:
            query = query.where(ReportRow.status == status)
        return [to_report(row) for row in await self.session.scalars(query)]

    async def finish(self, report_id: int, outcome: Outcome) -> None:
        await self.session.execute(
            update(ReportRow).where(ReportRow.id == report_id).values(**asdict(outcome))
        )
