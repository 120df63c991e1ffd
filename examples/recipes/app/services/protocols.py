"""What controllers, routes and the worker may ask of the domain."""

from typing import Protocol
from uuid import UUID

from app.models.food import Energy, Portion
from app.models.principal import Principal
from app.models.recipe import CreateRecipeInput, Recipe, RecipeCursor, RecipePage


# region: service-protocol
class IRecipeService(Protocol):
    async def create(self, principal: Principal, wish: CreateRecipeInput) -> Recipe: ...

    async def get(self, principal: Principal, recipe_id: UUID) -> Recipe: ...

    async def find(self, principal: Principal, recipe_id: UUID) -> Recipe | None:
        """For fan-outs: missing is an answer here, not an error."""
        ...

    async def page(self, principal: Principal, after: RecipeCursor | None, limit: int) -> RecipePage: ...


# endregion


class IPantryService(Protocol):
    async def put(self, principal: Principal, item: Portion) -> Portion: ...

    async def stock(self, principal: Principal) -> tuple[Portion, ...]: ...

    def shopping(self, needed: tuple[Portion, ...], stock: tuple[Portion, ...]) -> tuple[Portion, ...]: ...


class INutritionService(Protocol):
    async def energy(self, portions: tuple[Portion, ...]) -> Energy: ...

    async def pantry_energy(self, principal: Principal) -> Energy: ...


class ITokenService(Protocol):
    def issue(self, principal: Principal, lifetime_seconds: int) -> str: ...

    def authenticate(self, token: str | None) -> Principal: ...
