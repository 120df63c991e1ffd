from fastapi import APIRouter

from app.dependencies import FactoryDep
from app.models.products import Movement, Product
from app.schemas import MovementBody, ProductBody, Text

router = APIRouter(prefix="/products", tags=["products"])


@router.post("", status_code=201, response_model=ProductBody)
async def add_product(body: ProductBody, factory: FactoryDep) -> Product:
    return await factory.product_service().add(body.to_input())


@router.get("/{sku}", response_model=ProductBody)
async def get_product(sku: Text, factory: FactoryDep) -> Product:
    return await factory.product_service().get(sku)


@router.get("/{sku}/movements", response_model=list[MovementBody])
# onejob: ignore[unbounded-list] the agreed response is the whole list, with no place for a cursor
async def list_movements(sku: Text, factory: FactoryDep) -> tuple[Movement, ...]:
    return await factory.product_service().movements(sku)
