from fastapi import APIRouter, HTTPException, status
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app import models, schemas
from app.database import Sessions

router = APIRouter(prefix="/products", tags=["products"])


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_product(product: schemas.Product, sessions: Sessions) -> schemas.Product:
    async with sessions.begin() as session:
        created = await session.scalar(
            insert(models.Product)
            .values(sku=product.sku, name=product.name, stock=product.stock)
            .on_conflict_do_nothing(index_elements=[models.Product.sku])
            .returning(models.Product.sku)
        )
    if created is None:
        raise HTTPException(status.HTTP_409_CONFLICT, f"sku {product.sku!r} already exists")
    return product


# A sku may contain "/", hence ":path"; this route must then stay above the next one.
@router.get("/{sku:path}/movements")
async def list_movements(sku: schemas.PlainText, sessions: Sessions) -> list[schemas.Movement]:
    async with sessions() as session:
        if await session.get(models.Product, sku) is None:
            raise unknown_sku(sku)
        movements = await session.scalars(
            select(models.Movement)
            .where(models.Movement.sku == sku)
            .order_by(models.Movement.id)
        )
        return [schemas.Movement.model_validate(movement) for movement in movements]


@router.get("/{sku:path}")
async def get_product(sku: schemas.PlainText, sessions: Sessions) -> schemas.Product:
    async with sessions() as session:
        product = await session.get(models.Product, sku)
        if product is None:
            raise unknown_sku(sku)
        return schemas.Product.model_validate(product)


def unknown_sku(sku: str) -> HTTPException:
    return HTTPException(status.HTTP_404_NOT_FOUND, f"unknown sku {sku!r}")
