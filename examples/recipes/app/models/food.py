"""Food by weight: the value object that recipes, pantries and shopping lists share."""

from dataclasses import dataclass

MAX_FOODS = 500  # in one pantry


@dataclass(frozen=True, slots=True)
class Portion:
    food: str
    grams: int


@dataclass(frozen=True, slots=True)
class Energy:
    kcal: int
    unknown_foods: tuple[str, ...]
