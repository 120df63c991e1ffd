"""/reservations"""

from fastapi import APIRouter

from app.dependencies import RequestFactory
from app.models.reservation import Reservation

router = APIRouter(prefix="/reservations")


@router.get("/{reservation_id}")
async def get_reservation(reservation_id: int, factory: RequestFactory) -> Reservation:
    return await factory.reservations().get(reservation_id)


@router.post("/{reservation_id}/cancel")
async def cancel(reservation_id: int, factory: RequestFactory) -> Reservation:
    return await factory.reservations().cancel(reservation_id)
