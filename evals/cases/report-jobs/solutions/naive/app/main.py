from contextlib import asynccontextmanager
from typing import Annotated, Literal

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import Base, Report, engine, get_session
from app.worker import prepare_report

Session = Annotated[AsyncSession, Depends(get_session)]


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield
    await engine.dispose()


app = FastAPI(title="Reports", lifespan=lifespan)


class ReportIn(BaseModel):
    region: str = Field(min_length=1)


class ReportOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    region: str
    status: str
    total_cents: int | None
    error: str | None


@app.post("/reports", status_code=202, response_model=ReportOut)
async def create_report(body: ReportIn, session: Session, background: BackgroundTasks):
    report = Report(region=body.region)
    session.add(report)
    await session.commit()
    background.add_task(prepare_report, session, report.id)
    return report


@app.get("/reports", response_model=list[ReportOut])
async def list_reports(session: Session, status: Literal["pending", "done", "failed"] | None = None):
    query = select(Report).order_by(Report.id)
    if status:
        query = query.where(Report.status == status)
    return (await session.scalars(query)).all()


@app.get("/reports/{report_id}", response_model=ReportOut)
async def get_report(report_id: int, session: Session):
    report = await session.get(Report, report_id)
    if report is None:
        raise HTTPException(404, "Report not found")
    return report
