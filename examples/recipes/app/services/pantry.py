"""The rules of pantries: what is in stock, what has to be bought."""

from dataclasses import dataclass

from app.errors import NotAllowedError, PantryFullError
from app.models.food import MAX_FOODS, Portion
from app.models.principal import Principal
from app.repositories.protocols import IUnitOfWorkFactory


@dataclass(frozen=True, slots=True)
class PantryService:
    unit_of_work: IUnitOfWorkFactory

    async def put(self, principal: Principal, item: Portion) -> Portion:
        if not principal.may_write:
            raise NotAllowedError("this token may only read")
        async with self.unit_of_work() as work:
            stock = await work.pantry.stock(principal.user_id, MAX_FOODS)
            if len(stock) == MAX_FOODS and item.food not in {stored.food for stored in stock}:
                raise PantryFullError(MAX_FOODS)
            await work.pantry.put(principal.user_id, item)
        return item

    async def stock(self, principal: Principal, limit: int = MAX_FOODS) -> tuple[Portion, ...]:
        async with self.unit_of_work() as work:
            return await work.pantry.stock(principal.user_id, limit)

    # region: pure-rule
    def shopping(self, needed: tuple[Portion, ...], stock: tuple[Portion, ...]) -> tuple[Portion, ...]:
        in_stock = {item.food: item.grams for item in stock}
        return tuple(
            Portion(need.food, need.grams - in_stock.get(need.food, 0))
            for need in needed
            if need.grams > in_stock.get(need.food, 0)
        )

    # endregion
