"""/recipes"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query
from fastapi.responses import StreamingResponse

from app.dependencies import FactoryDep, PrincipalDep
from app.models.kitchen import CookingPlan
from app.models.recipe import Recipe, RecipePage
from app.schemas import (
    CookingPlanBody,
    CreateRecipeBody,
    PageQuery,
    RecipeBody,
    RecipePageBody,
    UpdateRecipeBody,
    json_lines,
)

router = APIRouter(prefix="/recipes", tags=["recipes"])


IdempotencyKey = Annotated[str | None, Header(alias="idempotency-key", min_length=1, max_length=64)]


# region: streaming-route
@router.get("/export", response_class=StreamingResponse)
async def export_recipes(factory: FactoryDep, principal: PrincipalDep) -> StreamingResponse:
    recipes = factory.recipe_service().export(principal)
    return StreamingResponse(json_lines(recipes), media_type="application/x-ndjson")


# endregion


# region: routes
@router.post("", status_code=201, response_model=RecipeBody)
async def create_recipe(
    body: CreateRecipeBody, factory: FactoryDep, principal: PrincipalDep, key: IdempotencyKey = None
) -> Recipe:
    return await factory.recipe_service().create(principal, body.to_input(), key)


@router.get("", response_model=RecipePageBody)
async def list_recipes(
    query: Annotated[PageQuery, Query()], factory: FactoryDep, principal: PrincipalDep
) -> RecipePage:
    return await factory.recipe_service().page(principal, query.after, query.limit)


@router.get("/{recipe_id}", response_model=RecipeBody)
async def get_recipe(recipe_id: UUID, factory: FactoryDep, principal: PrincipalDep) -> Recipe:
    return await factory.recipe_service().get(principal, recipe_id)


@router.get("/{recipe_id}/cooking", response_model=CookingPlanBody)
async def plan_cooking(recipe_id: UUID, factory: FactoryDep, principal: PrincipalDep) -> CookingPlan:
    return await factory.cooking_controller().plan(principal, recipe_id)


# endregion


# region: update-route
@router.put("/{recipe_id}", response_model=RecipeBody)
async def update_recipe(
    recipe_id: UUID, body: UpdateRecipeBody, factory: FactoryDep, principal: PrincipalDep
) -> Recipe:
    return await factory.recipe_service().update(principal, recipe_id, body.to_input())


# endregion
