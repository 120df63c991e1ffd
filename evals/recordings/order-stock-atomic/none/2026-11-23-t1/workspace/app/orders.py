from collections import Counter

from fastapi import APIRouter, HTTPException, status
from sqlalchemy import any_, bindparam, insert, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload
from sqlalchemy.types import Text

from app import models, schemas
from app.database import Sessions

router = APIRouter(prefix="/orders", tags=["orders"])


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_order(order: schemas.NewOrder, sessions: Sessions) -> schemas.Order:
    wanted: Counter[str] = Counter()
    for line in order.lines:
        wanted[line.sku] += line.quantity

    # Any exception in this block, HTTPException included, rolls everything back.
    async with sessions.begin() as session:
        stock = await lock_stock(session, list(wanted))

        unknown = [sku for sku in wanted if sku not in stock]
        if unknown:
            raise HTTPException(status.HTTP_404_NOT_FOUND, f"unknown sku {unknown[0]!r}")
        short = [sku for sku, quantity in wanted.items() if quantity > stock[sku]]
        if short:
            raise HTTPException(status.HTTP_409_CONFLICT, f"too little stock of {short[0]!r}")

        order_id = await save_order(session, order, wanted)

    return schemas.Order(id=order_id, customer=order.customer, lines=order.lines)


async def lock_stock(session: AsyncSession, skus: list[str]) -> dict[str, int]:
    """Lock the products until the transaction ends; return the stock of those that exist.

    Every order takes its locks here, in sku order whatever the order of its lines, so
    two orders can never wait for each other. After a wait PostgreSQL reads the row
    again: the stock returned is the newest, and nobody else can change it before we
    commit.
    """
    rows = await session.execute(
        select(models.Product.sku, models.Product.stock)
        # One array parameter, as PostgreSQL limits the number of parameters.
        .where(models.Product.sku == any_(literal(skus, ARRAY(Text))))
        .order_by(models.Product.sku)
        .with_for_update()
    )
    return {sku: stock for sku, stock in rows}


async def save_order(
    session: AsyncSession, order: schemas.NewOrder, wanted: Counter[str]
) -> int:
    """Write the order, its lines and movements, and lower the (locked) stock."""
    order_id = await session.scalar(
        insert(models.Order).values(customer=order.customer).returning(models.Order.id)
    )
    await session.execute(
        insert(models.OrderLine),
        [
            {
                "order_id": order_id,
                "position": position,
                "sku": line.sku,
                "quantity": line.quantity,
            }
            for position, line in enumerate(order.lines, start=1)
        ],
    )
    await session.execute(
        insert(models.Movement),
        [
            {"sku": line.sku, "order_id": order_id, "change": -line.quantity}
            for line in order.lines
        ],
    )
    products = models.Product.__table__
    await session.execute(
        update(products)
        .where(products.c.sku == bindparam("ordered_sku"))
        .values(stock=products.c.stock - bindparam("ordered_quantity")),
        [
            {"ordered_sku": sku, "ordered_quantity": quantity}
            for sku, quantity in wanted.items()
        ],
    )
    return order_id


@router.get("/{order_id}")
async def get_order(order_id: int, sessions: Sessions) -> schemas.Order:
    async with sessions() as session:
        order = None
        if 0 < order_id <= schemas.BIGINT_MAX:  # outside of this the query itself fails
            order = await session.get(
                models.Order, order_id, options=[selectinload(models.Order.lines)]
            )
        if order is None:
            raise HTTPException(status.HTTP_404_NOT_FOUND, f"unknown order {order_id}")
        return schemas.Order.model_validate(order)


@router.get("")
async def list_orders(customer: schemas.PlainText, sessions: Sessions) -> list[schemas.Order]:
    async with sessions() as session:
        orders = await session.scalars(
            select(models.Order)
            .where(models.Order.customer == customer)
            .order_by(models.Order.id)
            .options(selectinload(models.Order.lines))
        )
        return [schemas.Order.model_validate(order) for order in orders]
