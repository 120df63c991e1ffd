from dataclasses import dataclass
from typing import Protocol

from app.models.slug import Slug, SlugInput
from app.services.slug_service import ISlugService


class ISlugController(Protocol):
    async def create(self, data: SlugInput) -> Slug: ...


@dataclass(slots=True)
class SlugController:
    service: ISlugService

    async def create(self, data: SlugInput) -> Slug:
        return await self.service.create(data)
