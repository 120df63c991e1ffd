"""How much energy is in food."""

import asyncio
from dataclasses import dataclass

from app.gateways.protocols import INutritionGateway
from app.models.food import MAX_FOODS, Energy, Portion
from app.models.principal import Principal
from app.repositories.protocols import IUnitOfWorkFactory


@dataclass(frozen=True, slots=True)
class NutritionService:
    unit_of_work: IUnitOfWorkFactory
    nutrition: INutritionGateway

    # region: bounded-fan-out
    async def energy(self, portions: tuple[Portion, ...]) -> Energy:
        async with asyncio.TaskGroup() as group:
            answers = [
                (portion, group.create_task(self.nutrition.kcal_per_100g(portion.food)))
                for portion in portions
            ]
        known = [(portion, kcal) for portion, task in answers if (kcal := task.result()) is not None]
        return Energy(
            kcal=sum(portion.grams * kcal for portion, kcal in known) // 100,
            unknown_foods=tuple(portion.food for portion, task in answers if task.result() is None),
        )

    # endregion

    # region: no-connection-while-waiting
    async def pantry_energy(self, principal: Principal) -> Energy:
        async with self.unit_of_work() as work:
            stock = await work.pantry.stock(principal.user_id, MAX_FOODS)
        # The connection is back in the pool before another company's API is asked.
        return await self.energy(stock)

    # endregion
