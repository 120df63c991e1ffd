from collections import Counter
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import Base, engine, get_session
from app.models import Movement, Order, OrderLine, Product

Session = Annotated[AsyncSession, Depends(get_session)]


class ProductSchema(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    sku: str
    name: str
    stock: int = Field(ge=0)


class Line(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    sku: str
    quantity: int = Field(ge=1)


class OrderIn(BaseModel):
    customer: str
    lines: list[Line] = Field(min_length=1)


class OrderOut(OrderIn):
    model_config = ConfigDict(from_attributes=True)

    id: int


class MovementOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    order_id: int
    change: int


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield
    await engine.dispose()


app = FastAPI(title="Orders", lifespan=lifespan)


@app.post("/products", status_code=201, response_model=ProductSchema)
async def create_product(body: ProductSchema, session: Session):
    product = Product(**body.model_dump())
    session.add(product)
    try:
        await session.commit()
    except IntegrityError:
        raise HTTPException(409, "Product exists already")
    return product


@app.get("/products/{sku}", response_model=ProductSchema)
async def get_product(sku: str, session: Session):
    product = await session.get(Product, sku)
    if product is None:
        raise HTTPException(404, "Product not found")
    return product


@app.get("/products/{sku}/movements", response_model=list[MovementOut])
async def get_movements(sku: str, session: Session):
    await get_product(sku, session)
    return await session.scalars(select(Movement).where(Movement.sku == sku).order_by(Movement.id))


@app.post("/orders", status_code=201, response_model=OrderOut)
async def create_order(body: OrderIn, session: Session):
    wanted = Counter()
    for line in body.lines:
        wanted[line.sku] += line.quantity
    products = {}
    for sku in wanted:
        products[sku] = await get_product(sku, session)

    # The id of the order is needed for its movements.
    order = Order(customer=body.customer, lines=[OrderLine(**line.model_dump()) for line in body.lines])
    session.add(order)
    await session.commit()

    for sku, quantity in wanted.items():
        if products[sku].stock < quantity:
            raise HTTPException(409, f"Not enough stock of {sku}")
        products[sku].stock -= quantity
    for line in body.lines:
        session.add(Movement(order_id=order.id, sku=line.sku, change=-line.quantity))
    await session.commit()
    return order


@app.get("/orders", response_model=list[OrderOut])
async def list_orders(customer: str, session: Session):
    return await session.scalars(select(Order).where(Order.customer == customer).order_by(Order.id))


@app.get("/orders/{order_id}", response_model=OrderOut)
async def get_order(order_id: int, session: Session):
    order = await session.get(Order, order_id)
    if order is None:
        raise HTTPException(404, "Order not found")
    return order
