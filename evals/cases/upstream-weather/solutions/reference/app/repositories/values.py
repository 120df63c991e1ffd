"""The last value of each station in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.repositories.rows import ValueRow


@dataclass(frozen=True, slots=True)
class ValueRepository:
    session: AsyncSession

    async def put(self, station: str, celsius: float) -> None:
        new = insert(ValueRow).values(station=station, celsius=celsius)
        await self.session.execute(
            new.on_conflict_do_update(index_elements=[ValueRow.station], set_={"celsius": celsius})
        )

    async def last(self, station: str) -> float | None:
        row = await self.session.get(ValueRow, station)
        return None if row is None else row.celsius
