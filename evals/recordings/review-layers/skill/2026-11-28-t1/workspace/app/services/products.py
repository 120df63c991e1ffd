"""The products and their stock."""

import os
from dataclasses import dataclass
from typing import Protocol

from app.errors import NotFoundError, TooMuchStockError
from app.models.order import Movement, Product
from app.repositories.protocols import IUnitOfWorkFactory


class IProductService(Protocol):
    async def add(self, product: Product) -> Product: ...
    async def get(self, sku: str) -> Product: ...
    async def movements(self, sku: str) -> list[Movement]: ...


@dataclass(frozen=True, slots=True)
class ProductService:
    unit_of_work: IUnitOfWorkFactory

    async def add(self, product: Product) -> Product:
        if product.stock > int(os.environ.get("MAX_STOCK", "1000000")):
            raise TooMuchStockError(product.sku)
        async with self.unit_of_work() as work:
            return await work.products.add(product)

    async def get(self, sku: str) -> Product:
        async with self.unit_of_work() as work:
            product = await work.products.find(sku)
        if product is None:
            raise NotFoundError("product", sku)
        return product

    async def movements(self, sku: str) -> list[Movement]:
        async with self.unit_of_work() as work:
            if await work.products.find(sku) is None:
                raise NotFoundError("product", sku)
            return await work.orders.movements_of(sku)
