"""/webhooks"""

from fastapi import APIRouter

from app.dependencies import RequestFactory
from app.routes.schemas import PaymentEndBody

router = APIRouter(prefix="/webhooks")


@router.post("/payments", status_code=204)
async def payment_ended(body: PaymentEndBody, factory: RequestFactory) -> None:
    await factory.payments().end(body.payment, body.is_paid)
