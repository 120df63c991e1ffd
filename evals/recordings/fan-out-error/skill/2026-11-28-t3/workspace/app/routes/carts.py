"""/carts"""

from fastapi import APIRouter

from app.dependencies import FactoryDep
from app.models.cart import Cart
from app.schemas import CreateCartBody

router = APIRouter(prefix="/carts", tags=["carts"])


@router.post("", status_code=201)
async def create_cart(body: CreateCartBody, factory: FactoryDep) -> Cart:
    return await factory.cart_service().create(body.to_input())
