"""The announcement API: POST /announcements, idempotent by its key."""

import asyncio
from dataclasses import dataclass

import httpx

from app.errors import AnnouncementsUnavailableError
from app.models.announcement import Announcement


@dataclass(frozen=True, slots=True)
class AnnouncementGateway:
    client: httpx.AsyncClient
    base_url: str
    deadline_seconds: float

    async def send(self, announcement: Announcement) -> None:
        content = {
            "owner_id": announcement.owner_id,
            "recipe_id": str(announcement.recipe_id),
            "title": announcement.title,
        }
        headers = {"idempotency-key": str(announcement.id)}
        try:
            async with asyncio.timeout(self.deadline_seconds):
                response = await self.client.post(
                    f"{self.base_url}/announcements", json=content, headers=headers
                )
            response.raise_for_status()
        except (httpx.HTTPError, TimeoutError) as error:
            raise AnnouncementsUnavailableError from error
