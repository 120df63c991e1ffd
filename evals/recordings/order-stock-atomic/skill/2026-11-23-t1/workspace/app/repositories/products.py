from collections import Counter
from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.products import Movement, Product
from app.repositories.orm import MovementRow, ProductRow


@dataclass(frozen=True, slots=True)
class ProductRepository:
    session: AsyncSession

    async def add_if_new(self, product: Product) -> bool:
        statement = (
            postgresql.insert(ProductRow)
            .values(sku=product.sku, name=product.name, stock=product.stock)
            .on_conflict_do_nothing(index_elements=[ProductRow.sku])
            .returning(ProductRow.sku)
        )
        return await self.session.scalar(statement) is not None

    async def find(self, sku: str) -> Product | None:
        row = await self.session.scalar(select(ProductRow).where(ProductRow.sku == sku))
        return _to_model(row) if row else None

    async def lock(self, skus: tuple[str, ...]) -> tuple[Product, ...]:
        # One order for everybody, whatever the order of the lines: otherwise two buyers deadlock.
        query = select(ProductRow).where(ProductRow.sku.in_(skus)).order_by(ProductRow.sku).with_for_update()
        return tuple(_to_model(row) for row in await self.session.scalars(query))

    async def move(self, movements: tuple[Movement, ...]) -> None:
        changes: Counter[str] = Counter()
        for movement in movements:
            changes[movement.sku] += movement.change
        # On the connection, because the ORM's bulk update takes no expression such as stock + change.
        connection = await self.session.connection()
        await connection.execute(
            update(ProductRow)
            .where(ProductRow.sku == bindparam("moved_sku"))
            .values(stock=ProductRow.stock + bindparam("change")),
            [{"moved_sku": sku, "change": change} for sku, change in changes.items()],
        )
        await self.session.execute(
            insert(MovementRow),
            [
                {"order_id": movement.order_id, "sku": movement.sku, "change": movement.change}
                for movement in movements
            ],
        )

    async def movements(self, sku: str) -> tuple[Movement, ...]:
        # Ids are drawn while the product is locked, so they are in the order of the commits.
        query = select(MovementRow).where(MovementRow.sku == sku).order_by(MovementRow.id)
        rows = await self.session.scalars(query)
        return tuple(Movement(row.order_id, row.sku, row.change) for row in rows)


def _to_model(row: ProductRow) -> Product:
    return Product(sku=row.sku, name=row.name, stock=row.stock)
