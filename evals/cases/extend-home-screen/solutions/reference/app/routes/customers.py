from fastapi import APIRouter

from app.dependencies import Customers, Delivery, HomeDep, Loyalty, Messages, Orders
from app.schemas import CustomerIn, CustomerOut, Home, MessageIn, MessageOut, OrderIn, OrderOut

router = APIRouter(prefix="/customers")


@router.post("", status_code=201, response_model=CustomerOut)
async def create_customer(body: CustomerIn, customers: Customers):
    return await customers.create(body.name)


@router.post("/{customer_id}/orders", status_code=201, response_model=OrderOut)
async def create_order(customer_id: int, body: OrderIn, customers: Customers, orders: Orders):
    await customers.get(customer_id)
    return await orders.create(customer_id, body.item, body.total_cents)


@router.post("/{customer_id}/messages", status_code=201, response_model=MessageOut)
async def create_message(customer_id: int, body: MessageIn, customers: Customers, messages: Messages):
    await customers.get(customer_id)
    return await messages.create(customer_id, body.text)


@router.get("/{customer_id}/points")
async def get_points(customer_id: int, customers: Customers, loyalty: Loyalty) -> dict[str, int]:
    await customers.get(customer_id)
    return {"points": await loyalty.points(customer_id)}


@router.get("/{customer_id}/next-delivery")
async def get_next_delivery(
    customer_id: int, customers: Customers, delivery: Delivery
) -> dict[str, str | None]:
    await customers.get(customer_id)
    return {"date": await delivery.next_delivery(customer_id)}


@router.get("/{customer_id}/home", response_model=Home)
async def get_home(customer_id: int, home: HomeDep):
    return await home.show(customer_id)
