"""What controllers, routes and the worker may ask of the domain."""

from collections.abc import AsyncIterator
from typing import Protocol
from uuid import UUID

from app.models.food import MAX_FOODS, Energy, Portion
from app.models.principal import Principal
from app.models.recipe import CreateRecipeInput, Recipe, RecipeCursor, RecipePage, UpdateRecipeInput


# region: service-protocol
class IRecipeService(Protocol):
    async def create(self, principal: Principal, wish: CreateRecipeInput, key: str | None) -> Recipe:
        """The same key again: the recipe of the first call, nothing new."""
        ...

    async def get(self, principal: Principal, recipe_id: UUID) -> Recipe: ...

    async def find(self, principal: Principal, recipe_id: UUID) -> Recipe | None:
        """For fan-outs: missing is an answer here, not an error."""
        ...

    # endregion

    async def update(self, principal: Principal, recipe_id: UUID, change: UpdateRecipeInput) -> Recipe: ...

    async def page(self, principal: Principal, after: RecipeCursor | None, limit: int) -> RecipePage: ...

    def export(self, principal: Principal) -> AsyncIterator[Recipe]: ...


class IPantryService(Protocol):
    async def put(self, principal: Principal, item: Portion) -> Portion: ...

    async def stock(self, principal: Principal, limit: int = MAX_FOODS) -> tuple[Portion, ...]: ...

    def shopping(self, needed: tuple[Portion, ...], stock: tuple[Portion, ...]) -> tuple[Portion, ...]: ...


class INutritionService(Protocol):
    async def energy(self, portions: tuple[Portion, ...]) -> Energy: ...

    async def pantry_energy(self, principal: Principal) -> Energy: ...


class ITokenService(Protocol):
    def issue(self, principal: Principal, lifetime_seconds: int) -> str: ...

    def authenticate(self, token: str | None) -> Principal: ...


class IAnnouncementService(Protocol):
    async def deliver(self, limit: int) -> int: ...


class IReadinessService(Protocol):
    async def check(self) -> None:
        """Raises DatabaseUnavailableError."""
        ...
