"""/preview"""

from fastapi import APIRouter

from app.dependencies import RequestFactory
from app.models.checkout import Preview, PreviewRequest

router = APIRouter(prefix="/preview")


@router.get("")
async def show_preview(
    customer_id: int, cart_id: int, postcode: str, country: str, factory: RequestFactory
) -> Preview:
    return await factory.preview().show(PreviewRequest(customer_id, cart_id, postcode, country))
