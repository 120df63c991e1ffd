"""What the controllers put together from several services."""

from dataclasses import dataclass

from app.models.food import Energy, Portion
from app.models.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Dashboard:
    latest: tuple[Recipe, ...]
    stock: tuple[Portion, ...]
    energy: Energy


@dataclass(frozen=True, slots=True)
class CookingPlan:
    recipe: Recipe
    shopping: tuple[Portion, ...]
    energy: Energy
