"""Recipes: what the services take and return."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.models.food import Portion


# region: recipe-models
@dataclass(frozen=True, slots=True)
class Recipe:
    id: UUID
    owner_id: str
    title: str
    cuisine: str | None
    ingredients: tuple[Portion, ...]
    version: int
    created_at: datetime


@dataclass(slots=True)
class CreateRecipeInput:
    title: str
    ingredients: tuple[Portion, ...]
    cuisine: str | None = None


# endregion


@dataclass(slots=True)
class UpdateRecipeInput:
    title: str
    cuisine: str | None
    ingredients: tuple[Portion, ...]
    version: int


# region: page-models
@dataclass(frozen=True, slots=True)
class RecipeCursor:
    """The last recipe already seen; the next page starts behind it."""

    created_at: datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class RecipePage:
    recipes: tuple[Recipe, ...]
    next: RecipeCursor | None


# endregion
