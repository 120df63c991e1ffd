"""Telling others what happened, at least once."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

from app.errors import UnavailableError
from app.gateways.protocols import IAnnouncementGateway
from app.models.announcement import Announcement
from app.repositories.protocols import IUnitOfWorkFactory

logger = structlog.get_logger(module=__name__)

# Longer than a whole batch can take; a worker that dies loses its lease, never the announcement.
LEASE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class AnnouncementService:
    unit_of_work: IUnitOfWorkFactory
    gateway: IAnnouncementGateway

    # region: outbox-delivery
    async def deliver(self, limit: int) -> int:
        now = datetime.now(UTC)
        async with self.unit_of_work() as work:
            leased = await work.announcements.lease(now, now + LEASE, limit)
        return sum([await self._sent(announcement) for announcement in leased])

    async def _sent(self, announcement: Announcement) -> bool:
        try:
            await self.gateway.send(announcement)
        except UnavailableError as error:
            logger.warning("announcement_postponed", announcement_id=str(announcement.id), code=error.code)
            return False
        async with self.unit_of_work() as work:
            await work.announcements.remove(announcement.id)
        return True

    # endregion
