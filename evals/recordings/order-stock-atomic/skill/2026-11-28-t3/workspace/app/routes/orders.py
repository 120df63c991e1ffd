"""/orders"""

from fastapi import APIRouter

from app.dependencies import FactoryDep
from app.models.order import Order
from app.schemas import PlaceOrderBody, Text

router = APIRouter(prefix="/orders", tags=["orders"])


@router.post("", status_code=201)
async def place_order(body: PlaceOrderBody, factory: FactoryDep) -> Order:
    return await factory.order_service().place(body.customer, body.to_lines())


# onejob: ignore[unbounded-list] the specification asks for all orders of a customer
@router.get("")
async def list_orders(customer: Text, factory: FactoryDep) -> tuple[Order, ...]:
    return await factory.order_service().of_customer(customer)


@router.get("/{order_id}")
async def get_order(order_id: int, factory: FactoryDep) -> Order:
    return await factory.order_service().get(order_id)
