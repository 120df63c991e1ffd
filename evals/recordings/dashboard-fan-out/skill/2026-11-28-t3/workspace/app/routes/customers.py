"""/customers"""

from fastapi import APIRouter

from app.dependencies import FactoryDep
from app.models.customer import Customer
from app.models.home import Home
from app.models.message import Message
from app.models.order import Order
from app.schemas import CreateCustomerBody, PlaceOrderBody, SendMessageBody

router = APIRouter(prefix="/customers", tags=["customers"])


@router.post("", status_code=201)
async def create_customer(body: CreateCustomerBody, factory: FactoryDep) -> Customer:
    return await factory.customer_service().create(body.name)


@router.post("/{customer_id}/orders", status_code=201)
async def place_order(customer_id: int, body: PlaceOrderBody, factory: FactoryDep) -> Order:
    return await factory.order_service().place(customer_id, body.item, body.total_cents)


@router.post("/{customer_id}/messages", status_code=201)
async def send_message(customer_id: int, body: SendMessageBody, factory: FactoryDep) -> Message:
    return await factory.message_service().send(customer_id, body.text)


@router.get("/{customer_id}/home")
async def show_home(customer_id: int, factory: FactoryDep) -> Home:
    return await factory.home_controller().show(customer_id)
