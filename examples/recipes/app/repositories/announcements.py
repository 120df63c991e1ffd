"""The outbox in the table `announcements`."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.announcement import Announcement
from app.repositories.orm import AnnouncementRow


@dataclass(frozen=True, slots=True)
class AnnouncementRepository:
    session: AsyncSession

    async def add(self, announcement: Announcement, due_at: datetime) -> None:
        row = AnnouncementRow(
            id=announcement.id,
            owner_id=announcement.owner_id,
            recipe_id=announcement.recipe_id,
            title=announcement.title,
            due_at=due_at,
        )
        self.session.add(row)
        await self.session.flush()

    # region: outbox-lease
    async def lease(self, now: datetime, until: datetime, limit: int) -> tuple[Announcement, ...]:
        due = (
            select(AnnouncementRow.id)
            .where(AnnouncementRow.due_at <= now)
            .order_by(AnnouncementRow.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)  # two workers never lease the same row
        )
        lease = update(AnnouncementRow).where(AnnouncementRow.id.in_(due)).values(due_at=until)
        rows = await self.session.scalars(lease.returning(AnnouncementRow))
        return tuple(Announcement(row.id, row.owner_id, row.recipe_id, row.title) for row in rows)

    # endregion

    async def remove(self, announcement_id: UUID) -> None:
        await self.session.execute(delete(AnnouncementRow).where(AnnouncementRow.id == announcement_id))
