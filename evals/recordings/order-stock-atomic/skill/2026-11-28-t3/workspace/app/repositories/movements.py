"""Movements in the table `movements`."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.product import Movement
from app.repositories.orm import MovementRow


@dataclass(frozen=True, slots=True)
class MovementRepository:
    session: AsyncSession

    async def add(self, movements: Iterable[Movement]) -> None:
        await self.session.execute(insert(MovementRow), [asdict(movement) for movement in movements])

    async def of_product(self, sku: str) -> tuple[Movement, ...]:
        # Ids are given while the product is locked, so their order is the order of the commits.
        query = select(MovementRow).where(MovementRow.sku == sku).order_by(MovementRow.id)
        return tuple(_to_model(row) for row in await self.session.scalars(query))


def _to_model(row: MovementRow) -> Movement:
    return Movement(sku=row.sku, order_id=row.order_id, change=row.change)
