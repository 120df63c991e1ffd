from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from fastapi import FastAPI, HTTPException, Request, status
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.config import Settings
from app.db import Session, create_tables, make_engine
from app.models import MAX_INTEGER, NO_OVERLAP, Booking, Room
from app.schemas import BookingIn, BookingOut, RoomIn, RoomOut


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    engine = make_engine(Settings().database_url)
    try:
        await create_tables(engine)
        app.state.sessions = async_sessionmaker(engine, expire_on_commit=False)
        yield
    finally:
        await engine.dispose()


app = FastAPI(title="Meeting rooms", lifespan=lifespan)


@app.exception_handler(RequestValidationError)
async def invalid_request(
    request: Request, error: RequestValidationError
) -> JSONResponse:
    # FastAPI's own handler echoes the input, and fails with a 500 on what JSON or
    # UTF-8 cannot carry back: NaN, a lone surrogate.
    detail = [{key: e[key] for key in ("type", "loc", "msg")} for e in error.errors()]
    return JSONResponse({"detail": detail}, status_code=422)


def is_possible_id(value: int) -> bool:
    """False for an id that PostgreSQL could not even compare with the column."""
    return 1 <= value <= MAX_INTEGER


async def require_room(session: AsyncSession, room_id: int) -> None:
    if not is_possible_id(room_id) or await session.get(Room, room_id) is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "Room not found")


@app.post("/rooms", status_code=status.HTTP_201_CREATED, response_model=RoomOut)
async def create_room(data: RoomIn, session: Session) -> Room:
    room = await session.scalar(
        insert(Room)
        .values(name=data.name, seats=data.seats)
        .on_conflict_do_nothing(index_elements=[Room.name])
        .returning(Room)
    )
    if room is None:
        raise HTTPException(status.HTTP_409_CONFLICT, "A room with this name exists")
    await session.commit()
    return room


@app.get("/rooms", response_model=list[RoomOut])
async def list_rooms(session: Session, min_seats: int = 0) -> Sequence[Room]:
    if min_seats > MAX_INTEGER:
        return []
    query = select(Room).where(Room.seats >= max(min_seats, 0)).order_by(Room.name)
    return (await session.scalars(query)).all()


@app.post(
    "/rooms/{room_id}/bookings",
    status_code=status.HTTP_201_CREATED,
    response_model=BookingOut,
)
async def create_booking(room_id: int, data: BookingIn, session: Session) -> Booking:
    await require_room(session, room_id)
    # The exclusion constraint decides who gets the room, also between requests
    # that run at once. With ON CONFLICT the later one waits for the earlier one
    # to commit and then inserts nothing; a plain INSERT is just as safe, but two
    # at once can wait for each other until PostgreSQL ends one as a deadlock.
    booking = await session.scalar(
        insert(Booking)
        .values(
            room_id=room_id,
            title=data.title,
            starts_at=data.starts_at,
            ends_at=data.ends_at,
        )
        .on_conflict_do_nothing(constraint=NO_OVERLAP)
        .returning(Booking)
    )
    if booking is None:
        raise HTTPException(
            status.HTTP_409_CONFLICT, "The room is taken for part of that time"
        )
    await session.commit()
    return booking


@app.get("/rooms/{room_id}/bookings", response_model=list[BookingOut])
async def list_bookings(room_id: int, session: Session) -> Sequence[Booking]:
    await require_room(session, room_id)
    query = (
        select(Booking).where(Booking.room_id == room_id).order_by(Booking.starts_at)
    )
    return (await session.scalars(query)).all()


@app.delete("/bookings/{booking_id}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_booking(booking_id: int, session: Session) -> None:
    deleted = None
    if is_possible_id(booking_id):
        deleted = await session.scalar(
            delete(Booking).where(Booking.id == booking_id).returning(Booking.id)
        )
    if deleted is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "Booking not found")
    await session.commit()
