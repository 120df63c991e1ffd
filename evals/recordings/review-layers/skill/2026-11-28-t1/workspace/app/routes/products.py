"""/products"""

from fastapi import APIRouter

from app.dependencies import RequestFactory
from app.models.order import Movement, Product
from app.routes.schemas import ProductBody

router = APIRouter(prefix="/products")


@router.post("", status_code=201)
async def add_product(body: ProductBody, factory: RequestFactory) -> Product:
    return await factory.products().add(body.to_domain())


@router.get("/{sku}")
async def get_product(sku: str, factory: RequestFactory) -> Product:
    return await factory.products().get(sku)


@router.get("/{sku}/movements")
async def list_movements(sku: str, factory: RequestFactory) -> list[Movement]:
    return await factory.products().movements(sku)
