"""Products in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import AlreadyExistsError
from app.models.order import Product
from app.repositories.rows import ProductRow


def to_product(row: ProductRow) -> Product:
    return Product(sku=row.sku, name=row.name, stock=row.stock)


@dataclass(frozen=True, slots=True)
class ProductRepository:
    session: AsyncSession

    async def add(self, product: Product) -> Product:
        self.session.add(ProductRow(sku=product.sku, name=product.name, stock=product.stock))
        try:
            await self.session.flush()
        except IntegrityError as error:
            raise AlreadyExistsError("product", product.sku) from error
        return product

    async def find(self, sku: str) -> Product | None:
        row = await self.session.get(ProductRow, sku)
        return None if row is None else to_product(row)

    async def lock(self, skus: Sequence[str]) -> dict[str, Product]:
        """The products that exist, each held until the unit of work ends.

        Always locked in the order of the sku, so that two orders never wait for each other.
        """
        query = select(ProductRow).where(ProductRow.sku.in_(skus)).order_by(ProductRow.sku).with_for_update()
        return {row.sku: to_product(row) for row in await self.session.scalars(query)}

    async def set_stock(self, sku: str, stock: int) -> None:
        await self.session.execute(update(ProductRow).where(ProductRow.sku == sku).values(stock=stock))
        await self.session.commit()
