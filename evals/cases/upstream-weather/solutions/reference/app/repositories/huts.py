"""Huts in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.hut import Hut
from app.repositories.rows import HutRow


@dataclass(frozen=True, slots=True)
class HutRepository:
    session: AsyncSession

    async def put(self, hut: Hut) -> None:
        new = insert(HutRow).values(name=hut.name, station=hut.station)
        await self.session.execute(
            new.on_conflict_do_update(index_elements=[HutRow.name], set_={"station": hut.station})
        )

    async def find(self, name: str) -> Hut | None:
        row = await self.session.get(HutRow, name)
        return None if row is None else Hut(name=row.name, station=row.station)
