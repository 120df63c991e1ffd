"""Hand-written stand-ins for the Protocols: whole, in memory, without a mocking library."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

from app.errors import DuplicateTitleError
from app.models.food import Portion
from app.models.recipe import Recipe, RecipeCursor


@dataclass(slots=True)
class FakeRecipes:
    rows: dict[UUID, Recipe] = field(default_factory=dict)

    async def add(self, recipe: Recipe) -> None:
        if any((row.owner_id, row.title) == (recipe.owner_id, recipe.title) for row in self.rows.values()):
            raise DuplicateTitleError(recipe.title)
        self.rows[recipe.id] = recipe

    async def find(self, owner_id: str, recipe_id: UUID) -> Recipe | None:
        row = self.rows.get(recipe_id)
        return row if row and row.owner_id == owner_id else None

    async def page(self, owner_id: str, after: RecipeCursor | None, limit: int) -> tuple[Recipe, ...]:
        mine = [row for row in self.rows.values() if row.owner_id == owner_id]
        newest_first = sorted(mine, key=lambda row: (row.created_at, row.id), reverse=True)
        behind = [
            row
            for row in newest_first
            if not after or (row.created_at, row.id) < (after.created_at, after.id)
        ]
        return tuple(behind[:limit])


@dataclass(slots=True)
class FakePantry:
    rows: dict[tuple[str, str], Portion] = field(default_factory=dict)

    async def put(self, owner_id: str, item: Portion) -> None:
        self.rows[owner_id, item.food] = item

    async def stock(self, owner_id: str) -> tuple[Portion, ...]:
        return tuple(item for (owner, _), item in self.rows.items() if owner == owner_id and item.grams)


# region: fake-unit-of-work
@dataclass(slots=True)
class FakeUnitOfWork:
    recipes: FakeRecipes = field(default_factory=FakeRecipes)
    pantry: FakePantry = field(default_factory=FakePantry)
    commits: int = 0

    @asynccontextmanager
    async def __call__(self) -> AsyncGenerator["FakeUnitOfWork"]:
        yield self
        self.commits += 1


# endregion


@dataclass(slots=True)
class FakeNutritionGateway:
    kcal: dict[str, int] = field(default_factory=lambda: {"apple": 52, "flour": 364})

    async def kcal_per_100g(self, food: str) -> int | None:
        return self.kcal.get(food)
