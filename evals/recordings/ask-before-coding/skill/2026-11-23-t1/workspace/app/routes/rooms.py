from typing import Annotated

from fastapi import APIRouter, Query

from app.dependencies import FactoryDep
from app.models.rooms import Room
from app.schemas import CreateRoomBody, RoomBody, RoomQuery

router = APIRouter(prefix="/rooms", tags=["rooms"])


@router.post("", status_code=201, response_model=RoomBody)
async def create_room(body: CreateRoomBody, factory: FactoryDep) -> Room:
    return await factory.room_service().create(body.to_input())


@router.get("", response_model=list[RoomBody])
# onejob: ignore[unbounded-list] the agreed answer is all rooms of one office
async def list_rooms(query: Annotated[RoomQuery, Query()], factory: FactoryDep) -> tuple[Room, ...]:
    return await factory.room_service().list_by_name(query.min_seats)
