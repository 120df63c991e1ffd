"""Stock in the table `pantry`."""

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.food import Portion
from app.repositories.orm import PantryRow


@dataclass(frozen=True, slots=True)
class PantryRepository:
    session: AsyncSession

    # region: upsert
    async def put(self, owner_id: str, item: Portion) -> None:
        if item.grams == 0:
            gone = delete(PantryRow).where(PantryRow.owner_id == owner_id, PantryRow.food == item.food)
            await self.session.execute(gone)
            return
        upsert = insert(PantryRow).values(owner_id=owner_id, food=item.food, grams=item.grams)
        await self.session.execute(
            upsert.on_conflict_do_update(
                index_elements=[PantryRow.owner_id, PantryRow.food], set_={"grams": upsert.excluded.grams}
            )
        )

    # endregion

    async def stock(self, owner_id: str, limit: int) -> tuple[Portion, ...]:
        query = select(PantryRow).where(PantryRow.owner_id == owner_id).order_by(PantryRow.food).limit(limit)
        return tuple(Portion(row.food, row.grams) for row in await self.session.scalars(query))
