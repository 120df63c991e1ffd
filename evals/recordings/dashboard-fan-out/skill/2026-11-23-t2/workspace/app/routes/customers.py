from fastapi import APIRouter

from app.dependencies import FactoryDep
from app.models.shop import Customer, Home, Message, Order
from app.routes.schemas import (
    CreateCustomerBody,
    CustomerBody,
    HomeBody,
    MessageBody,
    OrderBody,
    PlaceOrderBody,
    SendMessageBody,
)

router = APIRouter(prefix="/customers", tags=["customers"])


@router.post("", status_code=201, response_model=CustomerBody)
async def create_customer(body: CreateCustomerBody, factory: FactoryDep) -> Customer:
    return await factory.customer_service().register(body.name)


@router.post("/{customer_id}/orders", status_code=201, response_model=OrderBody)
async def place_order(customer_id: int, body: PlaceOrderBody, factory: FactoryDep) -> Order:
    return await factory.order_service().place(customer_id, body.item, body.total_cents)


@router.post("/{customer_id}/messages", status_code=201, response_model=MessageBody)
async def send_message(customer_id: int, body: SendMessageBody, factory: FactoryDep) -> Message:
    return await factory.message_service().send(customer_id, body.text)


@router.get("/{customer_id}/home", response_model=HomeBody)
async def get_home(customer_id: int, factory: FactoryDep) -> Home:
    return await factory.home_service().get(customer_id)
