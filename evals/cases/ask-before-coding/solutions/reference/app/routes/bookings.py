"""/bookings"""

from fastapi import APIRouter

from app.dependencies import RequestFactory

router = APIRouter(prefix="/bookings")


@router.delete("/{booking_id}", status_code=204)
async def cancel_booking(booking_id: int, factory: RequestFactory) -> None:
    await factory.bookings().cancel(booking_id)
