"""Events in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.event import Event, NewEvent
from app.repositories.rows import EventRow, OrderRow


@dataclass(frozen=True, slots=True)
class EventRepository:
    session: AsyncSession

    async def add(self, event: NewEvent) -> Event:
        row = EventRow(name=event.name, capacity=event.capacity, price_cents=event.price_cents)
        self.session.add(row)
        await self.session.flush()
        return await self._to_event(row)

    async def find(self, event_id: int) -> Event | None:
        row = await self.session.get(EventRow, event_id)
        return None if row is None else await self._to_event(row)

    async def _to_event(self, row: EventRow) -> Event:
        return Event(
            id=row.id,
            name=row.name,
            capacity=row.capacity,
            price_cents=row.price_cents,
            left=row.capacity - await self._taken(row.id),
        )

    async def _taken(self, event_id: int) -> int:
        query = select(func.sum(OrderRow.quantity)).where(
            OrderRow.event_id == event_id, OrderRow.status == "placed"
        )
        return await self.session.scalar(query) or 0
