from fastapi import APIRouter

from app.dependencies import FactoryDep
from app.models.rooms import Room
from app.schemas import CreateRoomBody, RoomBody

router = APIRouter(prefix="/rooms", tags=["rooms"])


@router.post("", status_code=201, response_model=RoomBody)
async def create_room(body: CreateRoomBody, factory: FactoryDep) -> Room:
    return await factory.room_service().create(body.to_input())


@router.get("", response_model=list[RoomBody])
# onejob: ignore[unbounded-list] the specified API returns the whole list
async def list_rooms(factory: FactoryDep, min_seats: int = 1) -> tuple[Room, ...]:
    return await factory.room_service().with_seats(min_seats)
