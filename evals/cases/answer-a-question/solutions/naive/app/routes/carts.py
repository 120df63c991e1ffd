"""/carts"""

from fastapi import APIRouter

from app.dependencies import RequestFactory
from app.models.checkout import Cart
from app.routes.schemas import CartBody

router = APIRouter(prefix="/carts")


@router.post("", status_code=201)
async def add_cart(body: CartBody, factory: RequestFactory) -> Cart:
    return await factory.carts().add(body.to_domain())
