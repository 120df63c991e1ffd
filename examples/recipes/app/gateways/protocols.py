"""What services ask of other companies' APIs. Importing this drags in no HTTP client."""

from typing import Protocol

from app.models.announcement import Announcement


class INutritionGateway(Protocol):
    async def kcal_per_100g(self, food: str) -> int | None:
        """None if the food is unknown. Raises NutritionUnavailableError."""
        ...


class IAnnouncementGateway(Protocol):
    async def send(self, announcement: Announcement) -> None:
        """Raises AnnouncementsUnavailableError."""
        ...
