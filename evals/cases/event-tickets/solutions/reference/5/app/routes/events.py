"""/events"""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from app.dependencies import RequestFactory
from app.models.code import Code
from app.models.event import Event
from app.models.order import Order, OrderFilter, OrderPage
from app.models.sales import Sales
from app.routes.schemas import CodeBody, EventBody, OrderBody

router = APIRouter(prefix="/events")


@router.post("", status_code=201)
async def add_event(body: EventBody, factory: RequestFactory) -> Event:
    return await factory.events().add(body.to_domain())


@router.get("/{event_id}")
async def get_event(event_id: int, factory: RequestFactory) -> Event:
    return await factory.events().get(event_id)


@router.post("/{event_id}/orders", status_code=201)
async def place_order(event_id: int, body: OrderBody, factory: RequestFactory) -> Order:
    return await factory.orders().place(body.to_domain(event_id))


@router.post("/{event_id}/codes", status_code=201)
async def add_code(event_id: int, body: CodeBody, factory: RequestFactory) -> Code:
    return await factory.codes().add(event_id, body.to_domain())


@router.get("/{event_id}/codes/{code}")
async def get_code(event_id: int, code: str, factory: RequestFactory) -> Code:
    return await factory.codes().get(event_id, code)


@router.get("/{event_id}/orders")
async def list_orders(
    event_id: int,
    factory: RequestFactory,
    status: Literal["held", "expired", "paying", "paid", "cancelled"] | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: str | None = None,
) -> OrderPage:
    return await factory.orders().page(OrderFilter(event_id, limit, status), cursor)


@router.get("/{event_id}/sales")
async def get_sales(event_id: int, factory: RequestFactory) -> Sales:
    return await factory.events().sales(event_id)
