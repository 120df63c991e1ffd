"""/rooms/{room_id}/bookings and /bookings"""

from fastapi import APIRouter

from app.dependencies import FactoryDep
from app.models.booking import Booking
from app.schemas import CreateBookingBody

router = APIRouter(tags=["bookings"])


@router.post("/rooms/{room_id}/bookings", status_code=201)
async def create_booking(room_id: int, body: CreateBookingBody, factory: FactoryDep) -> Booking:
    return await factory.booking_service().create(room_id, body.to_input())


@router.get("/rooms/{room_id}/bookings")
# onejob: ignore[unbounded-list] the request fixed it: all bookings of a room, in one list
async def list_bookings(room_id: int, factory: FactoryDep) -> tuple[Booking, ...]:
    return await factory.booking_service().of_room(room_id)


@router.delete("/bookings/{booking_id}", status_code=204)
async def cancel_booking(booking_id: int, factory: FactoryDep) -> None:
    await factory.booking_service().cancel(booking_id)
