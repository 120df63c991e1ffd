import os
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, Field
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from app.models import Base, Event, Order

engine = create_async_engine(os.environ["DATABASE_URL"])
SessionLocal = async_sessionmaker(engine, expire_on_commit=False)


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield
    await engine.dispose()


app = FastAPI(title="Tickets", lifespan=lifespan)


async def get_session():
    async with SessionLocal() as session:
        yield session


Session = Annotated[AsyncSession, Depends(get_session)]


class EventIn(BaseModel):
    name: str = Field(min_length=1)
    capacity: int = Field(ge=1)
    price_cents: int = Field(ge=0)


class OrderIn(BaseModel):
    buyer: str = Field(min_length=1)
    quantity: int = Field(ge=1, le=10)


async def get_or_404(session: AsyncSession, model, key: int):
    row = await session.get(model, key)
    if row is None:
        raise HTTPException(404, f"{model.__name__} not found")
    return row


async def tickets_left(session: AsyncSession, event: Event) -> int:
    query = select(func.sum(Order.quantity)).where(Order.event_id == event.id, Order.status == "placed")
    return event.capacity - (await session.scalar(query) or 0)


async def event_out(session: AsyncSession, event: Event) -> dict:
    return {
        "id": event.id,
        "name": event.name,
        "capacity": event.capacity,
        "price_cents": event.price_cents,
        "left": await tickets_left(session, event),
    }


def order_out(order: Order) -> dict:
    return {
        "id": order.id,
        "event_id": order.event_id,
        "buyer": order.buyer,
        "quantity": order.quantity,
        "total_cents": order.total_cents,
        "status": order.status,
    }


@app.post("/events", status_code=201)
async def create_event(body: EventIn, session: Session):
    event = Event(**body.model_dump())
    session.add(event)
    await session.commit()
    return await event_out(session, event)


@app.get("/events/{event_id}")
async def get_event(event_id: int, session: Session):
    return await event_out(session, await get_or_404(session, Event, event_id))


@app.post("/events/{event_id}/orders", status_code=201)
async def create_order(event_id: int, body: OrderIn, session: Session):
    event = await get_or_404(session, Event, event_id)
    if body.quantity > await tickets_left(session, event):
        raise HTTPException(409, "Sold out")
    order = Order(event_id=event_id, total_cents=body.quantity * event.price_cents, **body.model_dump())
    session.add(order)
    await session.commit()
    return order_out(order)


@app.get("/orders/{order_id}")
async def get_order(order_id: int, session: Session):
    return order_out(await get_or_404(session, Order, order_id))


@app.post("/orders/{order_id}/cancel")
async def cancel_order(order_id: int, session: Session):
    order = await get_or_404(session, Order, order_id)
    if order.status == "cancelled":
        raise HTTPException(409, "Already cancelled")
    order.status = "cancelled"
    await session.commit()
    return order_out(order)
