"""/pantry"""

from typing import Annotated

from fastapi import APIRouter, Path

from app.dependencies import FactoryDep, PrincipalDep
from app.models.food import Portion
from app.schemas import Name, StockBody, StockItemBody

router = APIRouter(prefix="/pantry", tags=["pantry"])


@router.get("", response_model=list[StockItemBody])
async def show_pantry(factory: FactoryDep, principal: PrincipalDep) -> tuple[Portion, ...]:
    return await factory.pantry_service().stock(principal)


@router.put("/{food}", response_model=StockItemBody)
async def put_into_pantry(
    food: Annotated[Name, Path()], body: StockBody, factory: FactoryDep, principal: PrincipalDep
) -> Portion:
    return await factory.pantry_service().put(principal, Portion(food, body.grams))
