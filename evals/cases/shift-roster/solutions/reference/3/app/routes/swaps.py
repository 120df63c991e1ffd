"""/swaps"""

from fastapi import APIRouter

from app.dependencies import RequestFactory
from app.models.swap import Swap
from app.routes.schemas import SwapBody

router = APIRouter(prefix="/swaps")


@router.post("", status_code=201)
async def ask(body: SwapBody, factory: RequestFactory) -> Swap:
    return await factory.swaps().ask(body.to_domain())


@router.get("/{swap_id}")
async def get_swap(swap_id: int, factory: RequestFactory) -> Swap:
    return await factory.swaps().get(swap_id)


@router.post("/{swap_id}/accept")
async def accept(swap_id: int, factory: RequestFactory) -> Swap:
    return await factory.swaps().accept(swap_id)


@router.post("/{swap_id}/withdraw")
async def withdraw(swap_id: int, factory: RequestFactory) -> Swap:
    return await factory.swaps().withdraw(swap_id)
