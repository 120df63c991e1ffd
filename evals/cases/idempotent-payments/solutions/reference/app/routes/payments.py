"""/payments"""

from typing import Annotated

from fastapi import APIRouter, Header

from app.dependencies import RequestFactory
from app.models.payment import Payment
from app.routes.schemas import PaymentBody

router = APIRouter(prefix="/payments")


@router.post("", status_code=201)
async def pay(
    body: PaymentBody,
    idempotency_key: Annotated[str, Header(min_length=1)],
    factory: RequestFactory,
) -> Payment:
    return await factory.payments().pay(body.to_domain(idempotency_key))


@router.get("")
async def list_payments(account: str, factory: RequestFactory) -> list[Payment]:
    return await factory.payments().of_account(account)


@router.get("/{payment_id}")
async def get_payment(payment_id: int, factory: RequestFactory) -> Payment:
    return await factory.payments().get(payment_id)
