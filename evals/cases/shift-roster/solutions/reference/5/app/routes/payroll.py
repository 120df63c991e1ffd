"""/payroll"""

from typing import Annotated

from fastapi import APIRouter, Query

from app.dependencies import RequestFactory
from app.models.payroll import PayPage

router = APIRouter(prefix="/payroll")


@router.get("")
async def get_payroll(
    month: str,
    factory: RequestFactory,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    cursor: str | None = None,
) -> PayPage:
    return await factory.payroll().of_month(month, limit, cursor)
