"""Notifications in PostgreSQL. One that is being sent is `claimed`, and shown as waiting."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.notification import News, Notification
from app.repositories.rows import NotificationRow


def to_notification(row: NotificationRow) -> Notification:
    return Notification(
        id=row.id,
        person_id=row.person_id,
        kind=row.kind,
        shift_id=row.shift_id,
        status="sent" if row.status == "sent" else "waiting",
    )


@dataclass(frozen=True, slots=True)
class NotificationRepository:
    session: AsyncSession

    async def tell(self, news: Iterable[News]) -> None:
        self.session.add_all(
            NotificationRow(person_id=one.person_id, kind=one.kind, shift_id=one.shift_id, status="waiting")
            for one in news
        )
        await self.session.flush()

    async def newest_of(self, person_id: int, limit: int) -> list[Notification]:
        """Oldest first."""
        query = (
            select(NotificationRow)
            .where(NotificationRow.person_id == person_id)
            .order_by(NotificationRow.id.desc())
            .limit(limit)
        )
        return [to_notification(row) for row in await self.session.scalars(query)][::-1]

    async def claim(self, limit: int) -> list[Notification]:
        """The oldest that wait; nobody else claims them until their status is set."""
        query = (
            select(NotificationRow)
            .where(NotificationRow.status == "waiting")
            .order_by(NotificationRow.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        found = [to_notification(row) for row in await self.session.scalars(query)]
        await self.set_status([one.id for one in found], "claimed")
        return found

    async def set_status(self, ids: Iterable[int], status: str) -> None:
        query = update(NotificationRow).where(NotificationRow.id.in_(set(ids))).values(status=status)
        await self.session.execute(query)
