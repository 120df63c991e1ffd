"""Recipes in the tables `recipes` and `ingredients`."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app.errors import DuplicateTitleError
from app.models.food import Portion
from app.models.recipe import Recipe, RecipeCursor
from app.repositories.orm import IngredientRow, RecipeRow


# region: repository
@dataclass(frozen=True, slots=True)
class RecipeRepository:
    session: AsyncSession

    async def add(self, recipe: Recipe) -> None:
        self.session.add(_to_row(recipe))
        with _unique(recipe.title):
            await self.session.flush()

    async def find(self, owner_id: str, recipe_id: UUID) -> Recipe | None:
        query = (
            select(RecipeRow)
            .where(RecipeRow.owner_id == owner_id, RecipeRow.id == recipe_id)
            .options(selectinload(RecipeRow.ingredients))
        )
        row = await self.session.scalar(query)
        return _to_model(row) if row else None

    # endregion

    # region: keyset-page
    async def page(self, owner_id: str, after: RecipeCursor | None, limit: int) -> tuple[Recipe, ...]:
        place = tuple_(RecipeRow.created_at, RecipeRow.id)
        query = (
            select(RecipeRow)
            .where(RecipeRow.owner_id == owner_id)
            .order_by(RecipeRow.created_at.desc(), RecipeRow.id.desc())
            .limit(limit)
            .options(selectinload(RecipeRow.ingredients))
        )
        if after is not None:
            query = query.where(place < tuple_(after.created_at, after.id))
        return tuple(_to_model(row) for row in await self.session.scalars(query))

    # endregion

    # region: compare-and-set
    async def replace(self, recipe: Recipe, seen_version: int) -> bool:
        change = (
            update(RecipeRow)
            .where(RecipeRow.id == recipe.id, RecipeRow.version == seen_version)
            .values(title=recipe.title, cuisine=recipe.cuisine, version=recipe.version)
        )
        with _unique(recipe.title):
            changed_id = await self.session.scalar(change.returning(RecipeRow.id))
        if changed_id is None:
            return False
        await self.session.execute(delete(IngredientRow).where(IngredientRow.recipe_id == recipe.id))
        self.session.add_all(_ingredient_rows(recipe))
        await self.session.flush()
        return True

    # endregion


# region: integrity-error
@contextmanager
def _unique(title: str) -> Generator[None]:
    try:
        yield
    except IntegrityError as error:
        if "uq_recipes_owner_id_title" in str(error.orig):
            raise DuplicateTitleError(title) from error
        raise


# endregion


# region: orm-mapping
def _to_row(recipe: Recipe) -> RecipeRow:
    return RecipeRow(
        id=recipe.id,
        owner_id=recipe.owner_id,
        title=recipe.title,
        cuisine=recipe.cuisine,
        version=recipe.version,
        created_at=recipe.created_at,
        ingredients=_ingredient_rows(recipe),
    )


def _ingredient_rows(recipe: Recipe) -> list[IngredientRow]:
    return [
        IngredientRow(recipe_id=recipe.id, position=position, food=portion.food, grams=portion.grams)
        for position, portion in enumerate(recipe.ingredients)
    ]


def _to_model(row: RecipeRow) -> Recipe:
    return Recipe(
        id=row.id,
        owner_id=row.owner_id,
        title=row.title,
        cuisine=row.cuisine,
        ingredients=tuple(Portion(ingredient.food, ingredient.grams) for ingredient in row.ingredients),
        version=row.version,
        created_at=row.created_at,
    )


# endregion
