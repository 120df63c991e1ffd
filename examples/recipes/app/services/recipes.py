"""The rules of recipes."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import structlog

from app.errors import NotAllowedError, RecipeNotFoundError, RepeatedIngredientError
from app.models.food import Portion
from app.models.principal import Principal
from app.models.recipe import CreateRecipeInput, Recipe, RecipeCursor, RecipePage
from app.repositories.protocols import IUnitOfWorkFactory

logger = structlog.get_logger(module=__name__)


@dataclass(frozen=True, slots=True)
class RecipeService:
    unit_of_work: IUnitOfWorkFactory

    # region: service-atomic-write
    async def create(self, principal: Principal, wish: CreateRecipeInput) -> Recipe:
        if not principal.may_write:
            raise NotAllowedError("this token may only read")
        _refuse_repetition(wish.ingredients)
        recipe = Recipe(
            id=uuid4(),
            owner_id=principal.user_id,
            title=wish.title,
            cuisine=wish.cuisine,
            ingredients=wish.ingredients,
            version=1,
            created_at=datetime.now(UTC),
        )
        async with self.unit_of_work() as work:
            await work.recipes.add(recipe)
        logger.info("recipe_created", recipe_id=str(recipe.id))
        return recipe

    # endregion

    # region: service-reads
    async def get(self, principal: Principal, recipe_id: UUID) -> Recipe:
        recipe = await self.find(principal, recipe_id)
        if recipe is None:
            raise RecipeNotFoundError(recipe_id)
        return recipe

    async def find(self, principal: Principal, recipe_id: UUID) -> Recipe | None:
        async with self.unit_of_work() as work:
            return await work.recipes.find(principal.user_id, recipe_id)

    async def page(self, principal: Principal, after: RecipeCursor | None, limit: int) -> RecipePage:
        async with self.unit_of_work() as work:
            found = await work.recipes.page(principal.user_id, after, limit + 1)
        shown = found[:limit]
        more = len(found) > limit
        return RecipePage(shown, RecipeCursor(shown[-1].created_at, shown[-1].id) if more else None)

    # endregion


def _refuse_repetition(ingredients: tuple[Portion, ...]) -> None:
    foods: set[str] = set()
    for portion in ingredients:
        if portion.food in foods:
            raise RepeatedIngredientError(portion.food)
        foods.add(portion.food)
