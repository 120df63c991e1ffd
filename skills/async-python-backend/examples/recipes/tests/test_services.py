"""Business rules, with fakes: no database, no HTTP."""

from datetime import UTC, datetime

import pytest
from app.errors import (
    KeyReusedError,
    NotAllowedError,
    NotAuthenticatedError,
    PantryFullError,
    RecipeChangedError,
    RecipeNotFoundError,
    RepeatedIngredientError,
)
from app.models.food import MAX_FOODS, Energy, Portion
from app.models.recipe import CreateRecipeInput, RecipeCursor, UpdateRecipeInput
from app.services.announcements import AnnouncementService
from app.services.nutrition import NutritionService
from app.services.pantry import PantryService
from app.services.recipes import RecipeService
from app.services.tokens import TokenService

from tests.conftest import ADA, GUEST
from tests.fakes import FakeAnnouncementGateway, FakeNutritionGateway, FakeUnitOfWork

PIE = CreateRecipeInput("Apple pie", (Portion("apple", 500), Portion("flour", 200)))


# region: service-test
async def test_a_created_recipe_belongs_to_its_author() -> None:
    unit_of_work = FakeUnitOfWork()
    recipe = await RecipeService(unit_of_work).create(ADA, PIE, None)
    assert unit_of_work.recipes.rows[recipe.id].owner_id == ADA.user_id
    assert unit_of_work.commits == 1


async def test_a_read_only_token_creates_nothing() -> None:
    unit_of_work = FakeUnitOfWork()
    with pytest.raises(NotAllowedError):
        await RecipeService(unit_of_work).create(GUEST, PIE, None)
    assert not unit_of_work.recipes.rows


# endregion


async def test_a_created_recipe_is_announced_in_the_same_unit_of_work() -> None:
    unit_of_work = FakeUnitOfWork()
    recipe = await RecipeService(unit_of_work).create(ADA, PIE, None)
    assert [news.recipe_id for news in unit_of_work.announcements.rows.values()] == [recipe.id]
    assert unit_of_work.commits == 1


async def test_the_same_key_again_makes_nothing_new() -> None:
    unit_of_work = FakeUnitOfWork()
    service = RecipeService(unit_of_work)
    first = await service.create(ADA, PIE, "key-1")
    assert await service.create(ADA, PIE, "key-1") == first
    assert len(unit_of_work.announcements.rows) == 1


async def test_the_same_key_for_another_recipe_is_a_mix_up() -> None:
    service = RecipeService(FakeUnitOfWork())
    await service.create(ADA, PIE, "key-1")
    with pytest.raises(KeyReusedError):
        await service.create(ADA, CreateRecipeInput("Tart", PIE.ingredients), "key-1")


async def test_a_change_based_on_an_old_version_is_refused() -> None:
    service = RecipeService(FakeUnitOfWork())
    pie = await service.create(ADA, PIE, None)
    changed = await service.update(ADA, pie.id, UpdateRecipeInput("Tart", None, PIE.ingredients, version=1))
    assert (changed.title, changed.version) == ("Tart", 2)
    with pytest.raises(RecipeChangedError):
        await service.update(ADA, pie.id, UpdateRecipeInput("Cake", None, PIE.ingredients, version=1))


async def test_an_export_crosses_pages_each_in_its_own_unit_of_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.services.recipes.EXPORT_PAGE", 2)
    unit_of_work = FakeUnitOfWork()
    service = RecipeService(unit_of_work)
    for number in range(5):
        await service.create(ADA, CreateRecipeInput(f"Dish {number}", PIE.ingredients), None)
    unit_of_work.commits = 0
    assert len([recipe async for recipe in service.export(ADA)]) == 5
    assert unit_of_work.commits == 3


async def test_a_full_pantry_takes_no_new_food_but_changes_what_it_has() -> None:
    service = PantryService(FakeUnitOfWork())
    for number in range(MAX_FOODS):
        await service.put(ADA, Portion(f"food {number}", 1))
    with pytest.raises(PantryFullError):
        await service.put(ADA, Portion("one more", 1))
    await service.put(ADA, Portion("food 0", 2))


async def test_what_cannot_be_announced_stays_for_the_next_lease() -> None:
    unit_of_work = FakeUnitOfWork()
    await RecipeService(unit_of_work).create(ADA, PIE, None)
    gateway = FakeAnnouncementGateway(broken=True)
    service = AnnouncementService(unit_of_work, gateway)
    assert await service.deliver(limit=10) == 0
    assert len(unit_of_work.announcements.rows) == 1
    gateway.broken = False
    assert await service.deliver(limit=10) == 0  # still leased
    unit_of_work.announcements.due = dict.fromkeys(unit_of_work.announcements.rows, datetime.now(UTC))
    assert await service.deliver(limit=10) == 1
    assert not unit_of_work.announcements.rows


async def test_a_repeated_ingredient_is_refused() -> None:
    twice = CreateRecipeInput("Apples", (Portion("apple", 1), Portion("apple", 2)))
    with pytest.raises(RepeatedIngredientError):
        await RecipeService(FakeUnitOfWork()).create(ADA, twice, None)


async def test_recipes_of_others_do_not_exist() -> None:
    service = RecipeService(FakeUnitOfWork())
    recipe = await service.create(ADA, PIE, None)
    with pytest.raises(RecipeNotFoundError):
        await service.get(GUEST, recipe.id)


async def test_pages_meet_without_gap_or_overlap() -> None:
    service = RecipeService(FakeUnitOfWork())
    made = [
        await service.create(ADA, CreateRecipeInput(f"Dish {n}", PIE.ingredients), None) for n in range(5)
    ]
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
    service = NutritionService(FakeUnitOfWork(), FakeNutritionGateway())
    energy = await service.energy((*PIE.ingredients, Portion("moon dust", 5)))
    assert energy == Energy(kcal=260 + 728, unknown_foods=("moon dust",))


async def test_the_energy_of_an_empty_pantry_is_zero() -> None:
    service = NutritionService(FakeUnitOfWork(), FakeNutritionGateway())
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
