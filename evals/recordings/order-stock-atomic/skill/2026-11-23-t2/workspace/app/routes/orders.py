from fastapi import APIRouter

from app.dependencies import FactoryDep
from app.models.orders import Order
from app.schemas import OrderBody, PlaceOrderBody, Text

router = APIRouter(prefix="/orders", tags=["orders"])


@router.post("", status_code=201, response_model=OrderBody)
async def place_order(body: PlaceOrderBody, factory: FactoryDep) -> Order:
    return await factory.order_service().place(body.to_input())


# onejob: ignore[unbounded-list] the user fixed this list without a limit
@router.get("", response_model=list[OrderBody])
async def list_orders(customer: Text, factory: FactoryDep) -> tuple[Order, ...]:
    return await factory.order_service().of_customer(customer)


@router.get("/{order_id}", response_model=OrderBody)
async def get_order(order_id: int, factory: FactoryDep) -> Order:
    return await factory.order_service().get(order_id)
