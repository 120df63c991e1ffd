"""Events in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.event import Category, Event, NewEvent
from app.models.sales import CategorySales
from app.repositories.rows import CategoryRow, EventRow, OrderRow
from app.repositories.standing import IS_TAKEN


@dataclass(frozen=True, slots=True)
class EventRepository:
    session: AsyncSession

    async def add(self, event: NewEvent) -> Event:
        row = EventRow(name=event.name, hold_seconds=event.hold_seconds)
        self.session.add(row)
        await self.session.flush()
        for one in event.categories:
            self.session.add(
                CategoryRow(
                    event_id=row.id, name=one.name, capacity=one.capacity, price_cents=one.price_cents
                )
            )
            await self.session.flush()
        return await self._to_event(row)

    async def lock(self, event_id: int) -> Event | None:
        """The event; nobody else takes or gives back tickets until the unit of work ends."""
        # Locked first and counted afterwards: one statement would count what was there before it waited.
        await self.session.execute(select(EventRow.id).where(EventRow.id == event_id).with_for_update())
        return await self.find(event_id)

    async def find(self, event_id: int) -> Event | None:
        row = await self.session.get(EventRow, event_id)
        return None if row is None else await self._to_event(row)

    async def sales_of(self, event_id: int) -> dict[str, CategorySales]:
        query = (
            select(OrderRow.category, func.sum(OrderRow.quantity), func.sum(OrderRow.total_cents))
            .where(OrderRow.event_id == event_id, OrderRow.status == "paid")
            .group_by(OrderRow.category)
        )
        found = await self.session.execute(query)
        return {name: CategorySales(name, tickets, cents) for name, tickets, cents in found}

    async def _to_event(self, row: EventRow) -> Event:
        categories = await self._categories(row.id)
        return Event(
            id=row.id,
            name=row.name,
            capacity=sum(one.capacity for one in categories),
            price_cents=min(one.price_cents for one in categories),
            left=sum(one.left for one in categories),
            hold_seconds=row.hold_seconds,
            categories=categories,
        )

    async def _categories(self, event_id: int) -> tuple[Category, ...]:
        query = (
            select(OrderRow.category, func.sum(OrderRow.quantity))
            .where(OrderRow.event_id == event_id, IS_TAKEN)
            .group_by(OrderRow.category)
        )
        taken = {name: int(number) for name, number in await self.session.execute(query)}
        rows = await self.session.scalars(
            select(CategoryRow).where(CategoryRow.event_id == event_id).order_by(CategoryRow.id)
        )
        return tuple(
            Category(row.name, row.capacity, row.price_cents, row.capacity - taken.get(row.name, 0))
            for row in rows
        )
