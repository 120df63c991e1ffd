"""/loans"""

from fastapi import APIRouter

from app.dependencies import RequestFactory
from app.models.loan import Loan
from app.routes.schemas import LoanBody

router = APIRouter(prefix="/loans")


@router.post("", status_code=201)
async def lend(body: LoanBody, factory: RequestFactory) -> Loan:
    return await factory.loans().lend(body.to_domain())


@router.get("/{loan_id}")
async def get_loan(loan_id: int, factory: RequestFactory) -> Loan:
    return await factory.loans().get(loan_id)


@router.post("/{loan_id}/return")
async def take_back(loan_id: int, factory: RequestFactory) -> Loan:
    return await factory.loans().take_back(loan_id)
