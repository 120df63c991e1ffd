"""The rules of recipes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID, uuid4

import structlog

from app.errors import (
    KeyReusedError,
    NotAllowedError,
    RecipeChangedError,
    RecipeNotFoundError,
    RepeatedIngredientError,
)
from app.models.announcement import Announcement
from app.models.food import Portion
from app.models.principal import Principal
from app.models.receipt import Receipt
from app.models.recipe import CreateRecipeInput, Recipe, RecipeCursor, RecipePage, UpdateRecipeInput
from app.repositories.protocols import IUnitOfWork, IUnitOfWorkFactory

logger = structlog.get_logger(module=__name__)

EXPORT_PAGE = 100


@dataclass(frozen=True, slots=True)
class RecipeService:
    unit_of_work: IUnitOfWorkFactory

    # region: service-atomic-write
    async def create(self, principal: Principal, wish: CreateRecipeInput, key: str | None) -> Recipe:
        _require_writing(principal)
        _refuse_repetition(wish.ingredients)
        recipe = _new_recipe(principal.user_id, wish)
        async with self.unit_of_work() as work:
            if key is not None and (earlier := await _earlier(work, recipe, wish, key)):
                return earlier
            await work.recipes.add(recipe)
            announcement = Announcement(uuid4(), recipe.owner_id, recipe.id, recipe.title)
            await work.announcements.add(announcement, due_at=recipe.created_at)
        logger.info("recipe_created", recipe_id=str(recipe.id))
        return recipe

    # endregion

    # region: optimistic-locking
    async def update(self, principal: Principal, recipe_id: UUID, change: UpdateRecipeInput) -> Recipe:
        _require_writing(principal)
        _refuse_repetition(change.ingredients)
        async with self.unit_of_work() as work:
            found = await work.recipes.find(principal.user_id, recipe_id)
            if found is None:
                raise RecipeNotFoundError(recipe_id)
            changed = replace(
                found,
                title=change.title,
                cuisine=change.cuisine,
                ingredients=change.ingredients,
                version=change.version + 1,
            )
            if not await work.recipes.replace(changed, seen_version=change.version):
                raise RecipeChangedError(change.version)
        return changed

    # endregion

    # region: service-reads
    async def get(self, principal: Principal, recipe_id: UUID) -> Recipe:
        recipe = await self.find(principal, recipe_id)
        if recipe is None:
            raise RecipeNotFoundError(recipe_id)
        return recipe

    async def find(self, principal: Principal, recipe_id: UUID) -> Recipe | None:
        async with self.unit_of_work() as work:
            return await work.recipes.find(principal.user_id, recipe_id)

    async def page(self, principal: Principal, after: RecipeCursor | None, limit: int) -> RecipePage:
        async with self.unit_of_work() as work:
            found = await work.recipes.page(principal.user_id, after, limit + 1)
        shown, more = found[:limit], len(found) > limit
        return RecipePage(shown, RecipeCursor(shown[-1].created_at, shown[-1].id) if more else None)

    # endregion

    # region: streaming-export
    async def export(self, principal: Principal) -> AsyncIterator[Recipe]:
        """Each page is a unit of work of its own: a slow reader holds no connection while it reads."""
        page = await self.page(principal, None, EXPORT_PAGE)
        while True:
            for recipe in page.recipes:
                yield recipe
            if page.next is None:
                return
            page = await self.page(principal, page.next, EXPORT_PAGE)

    # endregion


# region: idempotency
async def _earlier(work: IUnitOfWork, recipe: Recipe, wish: CreateRecipeInput, key: str) -> Recipe | None:
    """The recipe which an earlier request with this key made."""
    fingerprint = sha256(repr(wish).encode()).hexdigest()
    receipt = await work.receipts.claim(Receipt(recipe.owner_id, key, fingerprint, recipe.id))
    if receipt is None:
        return None
    if receipt.fingerprint != fingerprint:
        raise KeyReusedError(key)
    return await work.recipes.find(receipt.owner_id, receipt.recipe_id)


# endregion


def _new_recipe(owner_id: str, wish: CreateRecipeInput) -> Recipe:
    return Recipe(
        id=uuid4(),
        owner_id=owner_id,
        title=wish.title,
        cuisine=wish.cuisine,
        ingredients=wish.ingredients,
        version=1,
        created_at=datetime.now(UTC),
    )


def _require_writing(principal: Principal) -> None:
    if not principal.may_write:
        raise NotAllowedError("this token may only read")


def _refuse_repetition(ingredients: tuple[Portion, ...]) -> None:
    foods: set[str] = set()
    for portion in ingredients:
        if portion.food in foods:
            raise RepeatedIngredientError(portion.food)
        foods.add(portion.food)
