"""The first screen: three independent questions, asked at the same time."""

import asyncio
from dataclasses import dataclass

from app.models.kitchen import Dashboard
from app.models.principal import Principal
from app.services.protocols import INutritionService, IPantryService, IRecipeService


# region: controller-fan-out
@dataclass(frozen=True, slots=True)
class DashboardController:
    recipes: IRecipeService
    pantry: IPantryService
    nutrition: INutritionService

    async def show(self, principal: Principal) -> Dashboard:
        async with asyncio.TaskGroup() as group:
            latest = group.create_task(self.recipes.page(principal, after=None, limit=5))
            stock = group.create_task(self.pantry.stock(principal))
            energy = group.create_task(self.nutrition.pantry_energy(principal))
        return Dashboard(latest.result().recipes, stock.result(), energy.result())


# endregion
