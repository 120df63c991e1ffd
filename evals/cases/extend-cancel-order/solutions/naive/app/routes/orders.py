"""/orders"""

from fastapi import APIRouter

from app.dependencies import RequestFactory
from app.models.order import Order, OrderStatus
from app.routes.schemas import OrderBody

router = APIRouter(prefix="/orders")


@router.post("", status_code=201)
async def place_order(body: OrderBody, factory: RequestFactory) -> Order:
    return await factory.orders().place(body.to_domain())


@router.get("")
async def list_orders(
    customer: str, factory: RequestFactory, status: OrderStatus | None = None
) -> list[Order]:
    return await factory.orders().of_customer(customer, status)


@router.get("/{order_id}")
async def get_order(order_id: int, factory: RequestFactory) -> Order:
    return await factory.orders().get(order_id)


@router.post("/{order_id}/cancel")
async def cancel_order(order_id: int, factory: RequestFactory) -> Order:
    return await factory.orders().cancel(order_id)
