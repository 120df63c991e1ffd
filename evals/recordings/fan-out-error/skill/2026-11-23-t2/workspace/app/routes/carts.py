from fastapi import APIRouter

from app.dependencies import FactoryDep
from app.models.carts import Cart
from app.schemas import CartBody, CreateCartBody

router = APIRouter(prefix="/carts", tags=["carts"])


@router.post("", status_code=201, response_model=CartBody)
async def create_cart(body: CreateCartBody, factory: FactoryDep) -> Cart:
    return await factory.cart_service().create(body.to_items())
