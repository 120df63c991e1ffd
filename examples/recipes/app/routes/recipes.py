"""/recipes"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from app.dependencies import FactoryDep, PrincipalDep
from app.models.kitchen import CookingPlan
from app.models.recipe import Recipe, RecipePage
from app.schemas import CookingPlanBody, CreateRecipeBody, PageQuery, RecipeBody, RecipePageBody

router = APIRouter(prefix="/recipes", tags=["recipes"])


# region: routes
@router.post("", status_code=201, response_model=RecipeBody)
async def create_recipe(body: CreateRecipeBody, factory: FactoryDep, principal: PrincipalDep) -> Recipe:
    return await factory.recipe_service().create(principal, body.to_input())


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
