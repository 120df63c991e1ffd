import asyncio
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from app.database import Base, Cart, Customer, SessionLocal, engine
from app.errors import PreviewError, raise_first
from app.lookups import get_cart, get_customer, get_shipping, get_tax


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield
    await engine.dispose()


app = FastAPI(title="Checkout preview", lifespan=lifespan)


@app.exception_handler(PreviewError)
async def handle_preview_error(request: Request, error: PreviewError):
    return JSONResponse({"error": error.code}, status_code=error.status)


async def outcome(look_up):
    """What a look-up found, or the error it ended with."""
    try:
        return await look_up
    except PreviewError as error:
        return error


class CustomerIn(BaseModel):
    name: str


class Item(BaseModel):
    name: str
    price_cents: int
    quantity: int


class CartIn(BaseModel):
    items: list[Item]


@app.post("/customers", status_code=201)
async def create_customer(body: CustomerIn):
    async with SessionLocal() as session:
        customer = Customer(name=body.name)
        session.add(customer)
        await session.commit()
    return {"id": customer.id, "name": customer.name}


@app.post("/carts", status_code=201)
async def create_cart(body: CartIn):
    async with SessionLocal() as session:
        cart = Cart(items=[item.model_dump() for item in body.items])
        session.add(cart)
        await session.commit()
    return {"id": cart.id, "items": cart.items}


@app.get("/preview")
async def preview(customer_id: int, cart_id: int, postcode: str, country: str):
    # No look-up may raise inside the group: that would cancel the others, whose errors may come first.
    async with asyncio.TaskGroup() as group:
        customer = group.create_task(outcome(get_customer(customer_id)))
        cart = group.create_task(outcome(get_cart(cart_id)))
        shipping = group.create_task(outcome(get_shipping(postcode)))
        percent = group.create_task(outcome(get_tax(country)))
    failures = [task.result() for task in (customer, cart, shipping, percent)]
    raise_first([failure for failure in failures if isinstance(failure, PreviewError)])
    items = sum(item["price_cents"] * item["quantity"] for item in cart.result().items)
    tax = items * percent.result() // 100
    return {
        "customer": customer.result().name,
        "items_cents": items,
        "shipping_cents": shipping.result(),
        "tax_cents": tax,
        "total_cents": items + shipping.result() + tax,
    }
