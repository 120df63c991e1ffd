import os
from contextlib import asynccontextmanager
from typing import Annotated

import httpx
from fastapi import Depends, FastAPI, HTTPException, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.models import Base, Customer, Message, Order
from app.services import ShopService

engine = create_async_engine(os.environ["DATABASE_URL"])
SessionLocal = async_sessionmaker(engine, expire_on_commit=False)


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with (
        httpx.AsyncClient(base_url=os.environ["LOYALTY_URL"]) as loyalty,
        httpx.AsyncClient(base_url=os.environ["DELIVERY_URL"]) as delivery,
    ):
        app.state.loyalty, app.state.delivery = loyalty, delivery
        yield
    await engine.dispose()


app = FastAPI(lifespan=lifespan)


async def get_service(request: Request):
    async with SessionLocal() as session:
        yield ShopService(session, request.app.state.loyalty, request.app.state.delivery)


Service = Annotated[ShopService, Depends(get_service)]


class FromRow(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class CustomerIn(BaseModel):
    name: str = Field(min_length=1)


class CustomerOut(FromRow):
    id: int
    name: str


class OrderIn(BaseModel):
    item: str
    total_cents: int


class OrderOut(FromRow):
    id: int
    customer_id: int
    item: str
    total_cents: int


class MessageIn(BaseModel):
    text: str


class MessageOut(FromRow):
    id: int
    customer_id: int
    text: str
    read: bool


class Home(BaseModel):
    customer: CustomerOut
    recent_orders: list[OrderOut]
    unread_messages: int
    points: int
    next_delivery: str | None


@app.post("/customers", status_code=201, response_model=CustomerOut)
async def create_customer(body: CustomerIn, service: Service):
    return await service.save(Customer(name=body.name))


@app.post("/customers/{customer_id}/orders", status_code=201, response_model=OrderOut)
async def create_order(customer_id: int, body: OrderIn, service: Service):
    await service.customer(customer_id)
    return await service.save(Order(customer_id=customer_id, **body.model_dump()))


@app.post("/customers/{customer_id}/messages", status_code=201, response_model=MessageOut)
async def create_message(customer_id: int, body: MessageIn, service: Service):
    await service.customer(customer_id)
    return await service.save(Message(customer_id=customer_id, text=body.text))


@app.post("/messages/{message_id}/read", response_model=MessageOut)
async def read_message(message_id: int, service: Service):
    message = await service.session.get(Message, message_id)
    if message is None:
        raise HTTPException(404, "Message not found")
    message.read = True
    return await service.save(message)


@app.get("/customers/{customer_id}/home", response_model=Home)
async def home(customer_id: int, service: Service):
    return await service.home(customer_id)
