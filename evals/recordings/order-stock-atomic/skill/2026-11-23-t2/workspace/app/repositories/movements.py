from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.products import Movement
from app.repositories.orm.products import MovementRow


@dataclass(frozen=True, slots=True)
class MovementRepository:
    session: AsyncSession

    async def add(self, movements: Sequence[Movement]) -> None:
        rows = [{"sku": move.sku, "order_id": move.order_id, "change": move.change} for move in movements]
        await self.session.execute(insert(MovementRow), rows)

    async def of_product(self, sku: str) -> tuple[Movement, ...]:
        query = select(MovementRow).where(MovementRow.sku == sku).order_by(MovementRow.id)
        return tuple(
            Movement(sku=row.sku, order_id=row.order_id, change=row.change)
            for row in await self.session.scalars(query)
        )
