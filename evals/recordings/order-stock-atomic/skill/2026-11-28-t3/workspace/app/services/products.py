"""The rules of products."""

from dataclasses import dataclass

import structlog

from app.errors import ProductNotFoundError
from app.models.product import Movement, Product
from app.repositories.protocols import IUnitOfWorkFactory

logger = structlog.get_logger(module=__name__)


@dataclass(frozen=True, slots=True)
class ProductService:
    unit_of_work: IUnitOfWorkFactory

    async def create(self, product: Product) -> Product:
        async with self.unit_of_work() as work:
            await work.products.add(product)
        logger.info("product_created", sku=product.sku, stock=product.stock)
        return product

    async def get(self, sku: str) -> Product:
        async with self.unit_of_work() as work:
            product = await work.products.find(sku)
        if product is None:
            raise ProductNotFoundError(sku)
        return product

    async def movements(self, sku: str) -> tuple[Movement, ...]:
        async with self.unit_of_work() as work:
            if await work.products.find(sku) is None:
                raise ProductNotFoundError(sku)
            return await work.movements.of_product(sku)
