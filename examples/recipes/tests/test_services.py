"""Business rules, with fakes: no database, no HTTP."""

import pytest
from app.errors import NotAllowedError, NotAuthenticatedError, RecipeNotFoundError, RepeatedIngredientError
from app.models.food import Energy, Portion
from app.models.recipe import CreateRecipeInput, RecipeCursor
from app.services.nutrition import NutritionService
from app.services.pantry import PantryService
from app.services.recipes import RecipeService
from app.services.tokens import TokenService

from tests.conftest import ADA, GUEST
from tests.fakes import FakeNutritionGateway, FakeUnitOfWork

PIE = CreateRecipeInput("Apple pie", (Portion("apple", 500), Portion("flour", 200)))


# region: service-test
async def test_a_created_recipe_belongs_to_its_author() -> None:
    unit_of_work = FakeUnitOfWork()
    recipe = await RecipeService(unit_of_work).create(ADA, PIE)
    assert unit_of_work.recipes.rows[recipe.id].owner_id == ADA.user_id
    assert unit_of_work.commits == 1


async def test_a_read_only_token_creates_nothing() -> None:
    unit_of_work = FakeUnitOfWork()
    with pytest.raises(NotAllowedError):
        await RecipeService(unit_of_work).create(GUEST, PIE)
    assert not unit_of_work.recipes.rows


# endregion


async def test_a_repeated_ingredient_is_refused() -> None:
    twice = CreateRecipeInput("Apples", (Portion("apple", 1), Portion("apple", 2)))
    with pytest.raises(RepeatedIngredientError):
        await RecipeService(FakeUnitOfWork()).create(ADA, twice)


async def test_recipes_of_others_do_not_exist() -> None:
    service = RecipeService(FakeUnitOfWork())
    recipe = await service.create(ADA, PIE)
    with pytest.raises(RecipeNotFoundError):
        await service.get(GUEST, recipe.id)


async def test_pages_meet_without_gap_or_overlap() -> None:
    service = RecipeService(FakeUnitOfWork())
    made = [await service.create(ADA, CreateRecipeInput(f"Dish {n}", PIE.ingredients)) for n in range(5)]
    seen: list[str] = []
    after: RecipeCursor | None = None
    for expected in (2, 2, 1):
        page = await service.page(ADA, after, limit=2)
        assert len(page.recipes) == expected
        seen += [recipe.title for recipe in page.recipes]
        after = page.next
    assert after is None
    assert seen == [recipe.title for recipe in reversed(made)]


def test_shopping_is_what_the_pantry_lacks() -> None:
    stock = (Portion("apple", 200), Portion("flour", 900))
    missing = PantryService(FakeUnitOfWork()).shopping(PIE.ingredients, stock)
    assert missing == (Portion("apple", 300),)


async def test_energy_counts_what_is_known_and_names_what_is_not() -> None:
    service = NutritionService(FakeUnitOfWork(), FakeNutritionGateway(), max_concurrency=2)
    energy = await service.energy((*PIE.ingredients, Portion("moon dust", 5)))
    assert energy == Energy(kcal=260 + 728, unknown_foods=("moon dust",))


async def test_the_energy_of_an_empty_pantry_is_zero() -> None:
    service = NutritionService(FakeUnitOfWork(), FakeNutritionGateway(), max_concurrency=2)
    assert await service.pantry_energy(ADA) == Energy(0, ())


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(None, id="missing"),
        pytest.param("", id="empty"),
        pytest.param("not a token", id="garbage"),
        pytest.param("é.ü", id="not ascii"),
        pytest.param(TokenService("another secret").issue(ADA, 60), id="of another secret"),
        pytest.param(TokenService("secret").issue(ADA, -1), id="expired"),
    ],
)
def test_bad_tokens_authenticate_nobody(token: str | None) -> None:
    with pytest.raises(NotAuthenticatedError):
        TokenService("secret").authenticate(token)


def test_a_good_token_names_its_principal() -> None:
    service = TokenService("secret")
    assert service.authenticate(service.issue(ADA, 60)) == ADA
