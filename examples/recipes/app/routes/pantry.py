"""/pantry"""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from app.dependencies import FactoryDep, PrincipalDep
from app.models.food import MAX_FOODS, Portion
from app.schemas import Name, StockBody

router = APIRouter(prefix="/pantry", tags=["pantry"])


@router.get("")
async def show_pantry(
    factory: FactoryDep,
    principal: PrincipalDep,
    limit: Annotated[int, Query(ge=1, le=MAX_FOODS)] = MAX_FOODS,
) -> tuple[Portion, ...]:
    return await factory.pantry_service().stock(principal, limit)


@router.put("/{food}")
async def put_into_pantry(
    food: Annotated[Name, Path()], body: StockBody, factory: FactoryDep, principal: PrincipalDep
) -> Portion:
    return await factory.pantry_service().put(principal, Portion(food, body.grams))
