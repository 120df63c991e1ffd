from fastapi import APIRouter

from app.dependencies import FactoryDep
from app.models.products import Movement, Product
from app.schemas import MovementBody, ProductBody, Text

router = APIRouter(prefix="/products", tags=["products"])


@router.post("", status_code=201, response_model=ProductBody)
async def create_product(body: ProductBody, factory: FactoryDep) -> Product:
    return await factory.product_service().create(body.to_input())


# `:path`, because a sku may contain a slash; movements first, or the next route would take them for a sku.
# onejob: ignore[unbounded-list] the user fixed this list without a limit
@router.get("/{sku:path}/movements", response_model=list[MovementBody])
async def list_movements(sku: Text, factory: FactoryDep) -> tuple[Movement, ...]:
    return await factory.product_service().movements(sku)


@router.get("/{sku:path}", response_model=ProductBody)
async def get_product(sku: Text, factory: FactoryDep) -> Product:
    return await factory.product_service().get(sku)
