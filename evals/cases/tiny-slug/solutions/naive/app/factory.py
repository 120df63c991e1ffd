from dataclasses import dataclass

from app.controllers.slug_controller import ISlugController, SlugController
from app.services.slug_service import ISlugService, SlugService


@dataclass(slots=True)
class Factory:
    def slug_service(self) -> ISlugService:
        return SlugService()

    def slug_controller(self) -> ISlugController:
        return SlugController(self.slug_service())
