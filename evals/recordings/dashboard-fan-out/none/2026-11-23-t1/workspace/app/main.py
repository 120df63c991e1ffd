import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Annotated, TypeVar

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.config import Settings
from app.database import Database
from app.home import ShopPart, load_shop_part
from app.models import MAX_ID, Customer, Message, Order
from app.partners import Delivery, Loyalty, PartnerError
from app.schemas import (
    CustomerIn,
    CustomerOut,
    HomeOut,
    MessageIn,
    MessageOut,
    OrderIn,
    OrderOut,
)

FOREIGN_KEY_VIOLATION = "23503"

OwnedRow = TypeVar("OwnedRow", Order, Message)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings = Settings()
    async with AsyncExitStack() as stack:
        app.state.database = Database(settings.database_url, settings.db_pool_size)
        stack.push_async_callback(app.state.database.stop)
        app.state.loyalty = Loyalty(settings.loyalty_url)
        stack.push_async_callback(app.state.loyalty.close)
        app.state.delivery = Delivery(settings.delivery_url)
        stack.push_async_callback(app.state.delivery.close)
        await app.state.database.start()
        yield


app = FastAPI(title="Shop home screen", lifespan=lifespan)


@app.exception_handler(PartnerError)
async def partner_failed(request: Request, error: PartnerError) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, status_code=502)


def unknown(what: str) -> HTTPException:
    return HTTPException(status_code=404, detail=f"unknown {what}")


async def checked_customer_id(customer_id: int) -> int:
    if not 0 < customer_id <= MAX_ID:
        raise unknown("customer")
    return customer_id


async def checked_message_id(message_id: int) -> int:
    if not 0 < message_id <= MAX_ID:
        raise unknown("message")
    return message_id


async def get_database(request: Request) -> Database:
    return request.app.state.database


async def get_loyalty(request: Request) -> Loyalty:
    return request.app.state.loyalty


async def get_delivery(request: Request) -> Delivery:
    return request.app.state.delivery


CustomerId = Annotated[int, Depends(checked_customer_id)]
MessageId = Annotated[int, Depends(checked_message_id)]
DatabaseDep = Annotated[Database, Depends(get_database)]
LoyaltyDep = Annotated[Loyalty, Depends(get_loyalty)]
DeliveryDep = Annotated[Delivery, Depends(get_delivery)]


async def insert_for_customer(database: Database, row: OwnedRow) -> OwnedRow:
    """Insert a row that belongs to a customer; the foreign key tells whether the customer exists."""
    try:
        async with database.writing.begin() as session:
            session.add(row)
    except IntegrityError as error:
        if getattr(error.orig, "sqlstate", None) == FOREIGN_KEY_VIOLATION:
            raise unknown("customer") from error
        raise
    return row


@app.post("/customers", status_code=201, response_model=CustomerOut)
async def create_customer(body: CustomerIn, database: DatabaseDep) -> Customer:
    customer = Customer(name=body.name)
    async with database.writing.begin() as session:
        session.add(customer)
    return customer


@app.post("/customers/{customer_id}/orders", status_code=201, response_model=OrderOut)
async def create_order(customer_id: CustomerId, body: OrderIn, database: DatabaseDep) -> Order:
    order = Order(customer_id=customer_id, item=body.item, total_cents=body.total_cents)
    return await insert_for_customer(database, order)


@app.post("/customers/{customer_id}/messages", status_code=201, response_model=MessageOut)
async def create_message(customer_id: CustomerId, body: MessageIn, database: DatabaseDep) -> Message:
    return await insert_for_customer(database, Message(customer_id=customer_id, text=body.text))


@app.post("/messages/{message_id}/read", response_model=MessageOut)
async def mark_message_read(message_id: MessageId, database: DatabaseDep) -> Message:
    async with database.writing.begin() as session:
        message = await session.scalar(
            update(Message).where(Message.id == message_id).values(read=True).returning(Message)
        )
    if message is None:
        raise unknown("message")
    return message


@app.get("/customers/{customer_id}/home", response_model=HomeOut)
async def show_home(
    customer_id: CustomerId, database: DatabaseDep, loyalty: LoyaltyDep, delivery: DeliveryDep
) -> HomeOut:
    async def shop_part() -> ShopPart:
        # The connection goes back to the pool as soon as the query is done, not after the slow services.
        async with database.reading() as session:
            part = await load_shop_part(session, customer_id)
        if part is None:
            raise unknown("customer")
        return part

    results = await asyncio.gather(
        shop_part(),
        loyalty.points(customer_id),
        delivery.next_date(customer_id),
        return_exceptions=True,
    )
    # In this order, so that an unknown customer is a 404 whatever the other services say.
    for result in results:
        if isinstance(result, BaseException):
            raise result
    shop, points, next_delivery = results
    return HomeOut(
        customer=CustomerOut.model_validate(shop.customer),
        recent_orders=[OrderOut.model_validate(order) for order in shop.recent_orders],
        unread_messages=shop.unread_messages,
        points=points,
        next_delivery=next_delivery,
    )
