"""The rules of pantries: what is in stock, what has to be bought."""

from dataclasses import dataclass

from app.errors import NotAllowedError
from app.models.food import Portion
from app.models.principal import Principal
from app.repositories.protocols import IUnitOfWorkFactory


@dataclass(frozen=True, slots=True)
class PantryService:
    unit_of_work: IUnitOfWorkFactory

    async def put(self, principal: Principal, item: Portion) -> Portion:
        if not principal.may_write:
            raise NotAllowedError("this token may only read")
        async with self.unit_of_work() as work:
            await work.pantry.put(principal.user_id, item)
        return item

    async def stock(self, principal: Principal) -> tuple[Portion, ...]:
        async with self.unit_of_work() as work:
            return await work.pantry.stock(principal.user_id)

    def shopping(self, needed: tuple[Portion, ...], stock: tuple[Portion, ...]) -> tuple[Portion, ...]:
        in_stock = {item.food: item.grams for item in stock}
        return tuple(
            Portion(need.food, need.grams - in_stock.get(need.food, 0))
            for need in needed
            if need.grams > in_stock.get(need.food, 0)
        )
