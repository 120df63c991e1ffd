from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ARRAY, String, any_, bindparam, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.products import Product
from app.repositories.orm.products import ProductRow


@dataclass(frozen=True, slots=True)
class ProductRepository:
    session: AsyncSession

    async def add(self, product: Product) -> bool:
        statement = (
            insert(ProductRow)
            .values(sku=product.sku, name=product.name, stock=product.stock)
            .on_conflict_do_nothing(index_elements=[ProductRow.sku])
            .returning(ProductRow.sku)
        )
        return await self.session.scalar(statement) is not None

    async def find(self, sku: str) -> Product | None:
        row = await self.session.get(ProductRow, sku)
        return _to_model(row) if row else None

    async def lock(self, skus: Collection[str]) -> tuple[Product, ...]:
        query = (
            select(ProductRow)
            # One array is one parameter, however many lines the order has.
            .where(ProductRow.sku == any_(literal(list(skus), ARRAY(String))))
            # Everybody locks in the same order, so orders wait for each other and never deadlock.
            .order_by(ProductRow.sku)
            .with_for_update()
        )
        return tuple(_to_model(row) for row in await self.session.scalars(query))

    async def lower_stock(self, amounts: Mapping[str, int]) -> None:
        statement = (
            update(ProductRow)
            .where(ProductRow.sku == bindparam("of_sku"))
            .values(stock=ProductRow.stock - bindparam("amount"))
        )
        # On the connection, because a session takes a list of parameters only for updates by primary key.
        connection = await self.session.connection()
        await connection.execute(
            statement, [{"of_sku": sku, "amount": amount} for sku, amount in amounts.items()]
        )


def _to_model(row: ProductRow) -> Product:
    return Product(sku=row.sku, name=row.name, stock=row.stock)
