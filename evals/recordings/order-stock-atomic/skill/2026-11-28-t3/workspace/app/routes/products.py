"""/products"""

from fastapi import APIRouter

from app.dependencies import FactoryDep
from app.models.product import Movement, Product
from app.schemas import CreateProductBody, MovementBody, Text

router = APIRouter(prefix="/products", tags=["products"])


@router.post("", status_code=201)
async def create_product(body: CreateProductBody, factory: FactoryDep) -> Product:
    return await factory.product_service().create(body.to_input())


# `:path`, because a sku may hold a slash; hence the longer path comes first.
# onejob: ignore[unbounded-list] the specification asks for all movements of a product
@router.get("/{sku:path}/movements", response_model=list[MovementBody])
async def list_movements(sku: Text, factory: FactoryDep) -> tuple[Movement, ...]:
    return await factory.product_service().movements(sku)


@router.get("/{sku:path}")
async def get_product(sku: Text, factory: FactoryDep) -> Product:
    return await factory.product_service().get(sku)
