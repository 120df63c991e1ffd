from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import session_factory
from app.services.customers import CustomerService
from app.services.delivery import DeliveryService
from app.services.loyalty import LoyaltyService
from app.services.messages import MessageService
from app.services.orders import OrderService


async def get_session() -> AsyncGenerator[AsyncSession, None]:
    async with session_factory() as session:
        yield session


Session = Annotated[AsyncSession, Depends(get_session)]


def customer_service(session: Session) -> CustomerService:
    return CustomerService(session)


def order_service(session: Session) -> OrderService:
    return OrderService(session)


def message_service(session: Session) -> MessageService:
    return MessageService(session)


Customers = Annotated[CustomerService, Depends(customer_service)]
Orders = Annotated[OrderService, Depends(order_service)]
Messages = Annotated[MessageService, Depends(message_service)]
Loyalty = Annotated[LoyaltyService, Depends(LoyaltyService)]
Delivery = Annotated[DeliveryService, Depends(DeliveryService)]
