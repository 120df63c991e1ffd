"""/orders"""

from fastapi import APIRouter, HTTPException

from app.dependencies import RequestFactory
from app.models.order import Order
from app.routes.schemas import OrderBody

router = APIRouter(prefix="/orders")


@router.post("", status_code=201)
async def place_order(body: OrderBody, factory: RequestFactory) -> Order:
    if len(body.lines) > 50 and not body.customer.endswith("@example.com"):
        raise HTTPException(422, "private customers may order fifty lines at most")
    return await factory.orders().place(body.to_domain())


@router.post("/{order_id}/reorder", status_code=201)
async def reorder(order_id: int, factory: RequestFactory) -> Order:
    return await factory.orders().reorder(order_id)


@router.get("")
async def list_orders(customer: str, factory: RequestFactory) -> list[Order]:
    return await factory.orders().of_customer(customer)


@router.get("/{order_id}")
async def get_order(order_id: int, factory: RequestFactory) -> Order:
    return await factory.orders().get(order_id)
