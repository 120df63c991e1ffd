"""Cooking one recipe: is there such a recipe, what has to be bought, how much energy is in it."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from app.errors import RecipeNotFoundError
from app.models.kitchen import CookingPlan
from app.models.principal import Principal
from app.services.protocols import INutritionService, IPantryService, IRecipeService


# region: controller-look-up
@dataclass(frozen=True, slots=True)
class CookingController:
    recipes: IRecipeService
    pantry: IPantryService
    nutrition: INutritionService

    async def plan(self, principal: Principal, recipe_id: UUID) -> CookingPlan:
        async with asyncio.TaskGroup() as group:
            found = group.create_task(self.recipes.find(principal, recipe_id))
            stock = group.create_task(self.pantry.stock(principal))
        # Raised after the group: inside, it would cancel the other query half-way.
        if (recipe := found.result()) is None:
            raise RecipeNotFoundError(recipe_id)
        return CookingPlan(
            recipe=recipe,
            shopping=self.pantry.shopping(recipe.ingredients, stock.result()),
            energy=await self.nutrition.energy(recipe.ingredients),
        )


# endregion
