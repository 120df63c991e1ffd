from dataclasses import dataclass

from app.errors import SkuTakenError, UnknownSkuError
from app.models.products import Movement, Product
from app.repositories.protocols import IUnitOfWorkFactory


@dataclass(frozen=True, slots=True)
class ProductService:
    unit_of_work: IUnitOfWorkFactory

    async def add(self, product: Product) -> Product:
        async with self.unit_of_work() as work:
            if not await work.products.add_if_new(product):
                raise SkuTakenError(product.sku)
        return product

    async def get(self, sku: str) -> Product:
        async with self.unit_of_work() as work:
            product = await work.products.find(sku)
        if product is None:
            raise UnknownSkuError(sku)
        return product

    async def movements(self, sku: str) -> tuple[Movement, ...]:
        async with self.unit_of_work() as work:
            if await work.products.find(sku) is None:
                raise UnknownSkuError(sku)
            return await work.products.movements(sku)
