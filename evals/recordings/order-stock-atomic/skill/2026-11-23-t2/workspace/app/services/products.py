from dataclasses import dataclass

from app.errors import ProductNotFoundError, SkuTakenError
from app.models.products import Movement, Product
from app.repositories.protocols import IUnitOfWork, IUnitOfWorkFactory


@dataclass(frozen=True, slots=True)
class ProductService:
    unit_of_work: IUnitOfWorkFactory

    async def create(self, product: Product) -> Product:
        async with self.unit_of_work() as work:
            if not await work.products.add(product):
                raise SkuTakenError(f"the sku {product.sku} exists")
        return product

    async def get(self, sku: str) -> Product:
        async with self.unit_of_work() as work:
            return await _existing(work, sku)

    async def movements(self, sku: str) -> tuple[Movement, ...]:
        async with self.unit_of_work() as work:
            product = await _existing(work, sku)
            return await work.movements.of_product(product.sku)


async def _existing(work: IUnitOfWork, sku: str) -> Product:
    if (product := await work.products.find(sku)) is None:
        raise ProductNotFoundError(f"no product has the sku {sku}")
    return product
