"""/loans"""

from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query

from app.dependencies import RequestFactory
from app.models.loan import Loan
from app.models.loan_page import LoanFilter, LoanPage
from app.routes.schemas import LoanBody

router = APIRouter(prefix="/loans")


@router.post("", status_code=201)
async def lend(
    body: LoanBody, factory: RequestFactory, idempotency_key: Annotated[str | None, Header()] = None
) -> Loan:
    return await factory.loans().lend(body.to_domain(idempotency_key))


@router.get("")
async def list_loans(
    factory: RequestFactory,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: str | None = None,
    status: Literal["open", "returned"] | None = None,
    member_id: int | None = None,
    tool_id: int | None = None,
) -> LoanPage:
    wanted = LoanFilter(limit, status=status, member_id=member_id, tool_id=tool_id)
    return await factory.loans().page(wanted, cursor)


@router.get("/{loan_id}")
async def get_loan(loan_id: int, factory: RequestFactory) -> Loan:
    return await factory.loans().get(loan_id)


@router.post("/{loan_id}/return")
async def take_back(loan_id: int, factory: RequestFactory) -> Loan:
    return await factory.loans().take_back(loan_id)


@router.post("/{loan_id}/release")
async def release(loan_id: int, factory: RequestFactory) -> Loan:
    return await factory.loans().release(loan_id)
