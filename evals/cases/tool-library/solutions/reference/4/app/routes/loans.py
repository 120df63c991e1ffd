"""/loans"""

from typing import Annotated

from fastapi import APIRouter, Header

from app.dependencies import RequestFactory
from app.models.loan import Loan
from app.routes.schemas import LoanBody

router = APIRouter(prefix="/loans")


@router.post("", status_code=201)
async def lend(
    body: LoanBody, factory: RequestFactory, idempotency_key: Annotated[str | None, Header()] = None
) -> Loan:
    return await factory.loans().lend(body.to_domain(idempotency_key))


@router.get("/{loan_id}")
async def get_loan(loan_id: int, factory: RequestFactory) -> Loan:
    return await factory.loans().get(loan_id)


@router.post("/{loan_id}/return")
async def take_back(loan_id: int, factory: RequestFactory) -> Loan:
    return await factory.loans().take_back(loan_id)


@router.post("/{loan_id}/release")
async def release(loan_id: int, factory: RequestFactory) -> Loan:
    return await factory.loans().release(loan_id)
