"""/rooms"""

from fastapi import APIRouter

from app.dependencies import RequestFactory
from app.models.booking import Booking, Room
from app.routes.schemas import BookingBody, RoomBody

router = APIRouter(prefix="/rooms")


@router.post("", status_code=201)
async def add_room(body: RoomBody, factory: RequestFactory) -> Room:
    return await factory.rooms().add(body.to_domain())


@router.get("")
async def list_rooms(factory: RequestFactory, min_seats: int = 1) -> list[Room]:
    return await factory.rooms().with_seats(min_seats)


@router.post("/{room_id}/bookings", status_code=201)
async def book_room(room_id: int, body: BookingBody, factory: RequestFactory) -> Booking:
    return await factory.bookings().book(body.to_domain(room_id))


@router.get("/{room_id}/bookings")
async def list_bookings(room_id: int, factory: RequestFactory) -> list[Booking]:
    return await factory.bookings().of_room(room_id)
