"""Products in the table `products`."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import DuplicateSkuError
from app.models.product import Product
from app.repositories.orm import ProductRow


@dataclass(frozen=True, slots=True)
class ProductRepository:
    session: AsyncSession

    async def add(self, product: Product) -> None:
        self.session.add(_to_row(product))
        with _unique(product.sku):
            await self.session.flush()

    async def find(self, sku: str) -> Product | None:
        row = await self.session.scalar(select(ProductRow).where(ProductRow.sku == sku))
        return _to_model(row) if row else None

    async def lock(self, skus: Iterable[str]) -> tuple[Product, ...]:
        # The order keeps two orders with the same products from waiting for each other.
        query = select(ProductRow).where(ProductRow.sku.in_(skus)).order_by(ProductRow.sku).with_for_update()
        return tuple(_to_model(row) for row in await self.session.scalars(query))

    async def set_stock(self, products: Iterable[Product]) -> None:
        # By primary key, in one round trip: the buyers behind us wait for as long as we hold the lock.
        stocks = [{"sku": product.sku, "stock": product.stock} for product in products]
        await self.session.execute(update(ProductRow), stocks)


@contextmanager
def _unique(sku: str) -> Generator[None]:
    try:
        yield
    except IntegrityError as error:
        if "pk_products" in str(error.orig):
            raise DuplicateSkuError(sku) from error
        raise


def _to_row(product: Product) -> ProductRow:
    return ProductRow(sku=product.sku, name=product.name, stock=product.stock)


def _to_model(row: ProductRow) -> Product:
    return Product(sku=row.sku, name=row.name, stock=row.stock)
