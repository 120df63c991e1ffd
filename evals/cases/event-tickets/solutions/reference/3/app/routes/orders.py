"""/orders"""

from fastapi import APIRouter

from app.dependencies import RequestFactory
from app.models.order import Order

router = APIRouter(prefix="/orders")


@router.get("/{order_id}")
async def get_order(order_id: int, factory: RequestFactory) -> Order:
    return await factory.orders().get(order_id)


@router.post("/{order_id}/cancel")
async def cancel_order(order_id: int, factory: RequestFactory) -> Order:
    return await factory.orders().cancel(order_id)


@router.post("/{order_id}/pay")
async def pay_order(order_id: int, factory: RequestFactory) -> Order:
    return await factory.orders().pay(order_id)
