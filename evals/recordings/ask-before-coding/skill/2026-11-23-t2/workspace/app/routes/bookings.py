from fastapi import APIRouter

from app.dependencies import FactoryDep
from app.models.bookings import Booking
from app.schemas import BookingBody, CreateBookingBody

router = APIRouter(tags=["bookings"])


@router.post("/rooms/{room_id}/bookings", status_code=201, response_model=BookingBody)
async def book_room(room_id: int, body: CreateBookingBody, factory: FactoryDep) -> Booking:
    return await factory.booking_service().book(room_id, body.to_input())


@router.get("/rooms/{room_id}/bookings", response_model=list[BookingBody])
# onejob: ignore[unbounded-list] the specified API returns the whole list
async def list_bookings(room_id: int, factory: FactoryDep) -> tuple[Booking, ...]:
    return await factory.booking_service().of_room(room_id)


@router.delete("/bookings/{booking_id}", status_code=204)
async def cancel_booking(booking_id: int, factory: FactoryDep) -> None:
    await factory.booking_service().cancel(booking_id)
