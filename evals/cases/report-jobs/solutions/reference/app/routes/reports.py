"""/reports"""

from fastapi import APIRouter

from app.dependencies import RequestFactory
from app.models.report import Report, Status
from app.routes.schemas import ReportBody

router = APIRouter(prefix="/reports")


@router.post("", status_code=202)
async def request_report(body: ReportBody, factory: RequestFactory) -> Report:
    return await factory.reports().request(body.region)


@router.get("")
async def list_reports(factory: RequestFactory, status: Status | None = None) -> list[Report]:
    return await factory.reports().with_status(status)


@router.get("/{report_id}")
async def get_report(report_id: int, factory: RequestFactory) -> Report:
    return await factory.reports().get(report_id)
