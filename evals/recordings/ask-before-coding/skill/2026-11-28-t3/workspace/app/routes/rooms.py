"""/rooms"""

from fastapi import APIRouter

from app.dependencies import FactoryDep
from app.models.room import Room
from app.schemas import CreateRoomBody

router = APIRouter(prefix="/rooms", tags=["rooms"])


@router.post("", status_code=201)
async def create_room(body: CreateRoomBody, factory: FactoryDep) -> Room:
    return await factory.room_service().create(body.name, body.seats)


@router.get("")
# onejob: ignore[unbounded-list] the request fixed it: all rooms of one office, in one list
async def list_rooms(factory: FactoryDep, min_seats: int = 0) -> tuple[Room, ...]:
    return await factory.room_service().with_seats(min_seats)
