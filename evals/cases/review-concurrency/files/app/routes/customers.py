"""/customers"""

from fastapi import APIRouter

from app.dependencies import RequestFactory
from app.models.shop import Customer, Home, Message, Order
from app.routes.schemas import CustomerBody, MessageBody, OrderBody

router = APIRouter(prefix="/customers")


@router.post("", status_code=201)
async def add_customer(body: CustomerBody, factory: RequestFactory) -> Customer:
    return await factory.customers().add(body.name)


@router.post("/{customer_id}/orders", status_code=201)
async def place_order(customer_id: int, body: OrderBody, factory: RequestFactory) -> Order:
    return await factory.orders().place(customer_id, body.item, body.total_cents)


@router.post("/{customer_id}/messages", status_code=201)
async def send_message(customer_id: int, body: MessageBody, factory: RequestFactory) -> Message:
    return await factory.messages().send(customer_id, body.text)


@router.get("/{customer_id}/home")
async def show_home(customer_id: int, factory: RequestFactory) -> Home:
    return await factory.home().show(customer_id)
