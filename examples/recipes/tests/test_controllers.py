"""Orchestration, with fakes below the services."""

from uuid import uuid4

import pytest
from app.controllers.cooking import CookingController
from app.controllers.dashboard import DashboardController
from app.errors import RecipeNotFoundError
from app.models.food import Portion
from app.models.recipe import CreateRecipeInput
from app.services.nutrition import NutritionService
from app.services.pantry import PantryService
from app.services.recipes import RecipeService

from tests.conftest import ADA
from tests.fakes import FakeNutritionGateway, FakeUnitOfWork


@pytest.fixture
def services() -> tuple[RecipeService, PantryService, NutritionService]:
    unit_of_work = FakeUnitOfWork()
    nutrition = NutritionService(unit_of_work, FakeNutritionGateway())
    return RecipeService(unit_of_work), PantryService(unit_of_work), nutrition


Services = tuple[RecipeService, PantryService, NutritionService]


async def test_the_dashboard_shows_recipes_stock_and_energy(services: Services) -> None:
    recipes, pantry, _ = services
    pie = await recipes.create(ADA, CreateRecipeInput("Pie", (Portion("apple", 1),)), None)
    await pantry.put(ADA, Portion("flour", 100))
    dashboard = await DashboardController(*services).show(ADA)
    assert dashboard.latest == (pie,)
    assert dashboard.stock == (Portion("flour", 100),)
    assert dashboard.energy.kcal == 364


async def test_a_cooking_plan_lists_what_to_buy(services: Services) -> None:
    recipes, pantry, _ = services
    pie = await recipes.create(ADA, CreateRecipeInput("Pie", (Portion("apple", 500),)), None)
    await pantry.put(ADA, Portion("apple", 100))
    plan = await CookingController(*services).plan(ADA, pie.id)
    assert plan.shopping == (Portion("apple", 400),)
    assert plan.energy.kcal == 260


async def test_a_missing_recipe_is_a_plain_error_not_a_group(services: Services) -> None:
    with pytest.raises(RecipeNotFoundError):
        await CookingController(*services).plan(ADA, uuid4())
