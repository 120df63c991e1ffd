import os
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI, HTTPException
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from app.models import Base, Booking, Room

engine = create_async_engine(os.environ["DATABASE_URL"])
SessionLocal = async_sessionmaker(engine, expire_on_commit=False)


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield
    await engine.dispose()


app = FastAPI(title="Meeting rooms", lifespan=lifespan)


async def get_db():
    async with SessionLocal() as session:
        yield session


class RoomCreate(BaseModel):
    name: str
    seats: int = Field(ge=1)


class RoomRead(RoomCreate):
    model_config = ConfigDict(from_attributes=True)

    id: int


class BookingCreate(BaseModel):
    title: str
    starts_at: AwareDatetime
    ends_at: AwareDatetime

    @model_validator(mode="after")
    def check_times(self):
        if self.ends_at <= self.starts_at:
            raise ValueError("ends_at must be after starts_at")
        return self


class BookingRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    room_id: int
    title: str
    starts_at: AwareDatetime
    ends_at: AwareDatetime


async def get_room(room_id: int, db: AsyncSession = Depends(get_db)) -> Room:
    room = await db.get(Room, room_id)
    if room is None:
        raise HTTPException(404, "Room not found")
    return room


@app.post("/rooms", status_code=201, response_model=RoomRead)
async def create_room(body: RoomCreate, db: AsyncSession = Depends(get_db)):
    room = Room(**body.model_dump())
    db.add(room)
    try:
        await db.commit()
    except IntegrityError:
        raise HTTPException(409, "Name exists already")
    return room


@app.get("/rooms", response_model=list[RoomRead])
async def list_rooms(min_seats: int = 0, db: AsyncSession = Depends(get_db)):
    return (await db.scalars(select(Room).where(Room.seats >= min_seats).order_by(Room.name))).all()


@app.post("/rooms/{room_id}/bookings", status_code=201, response_model=BookingRead)
async def create_booking(body: BookingCreate, room: Room = Depends(get_room), db: AsyncSession = Depends(get_db)):
    overlapping = await db.scalar(
        select(Booking).where(
            Booking.room_id == room.id,
            Booking.starts_at < body.ends_at,
            Booking.ends_at > body.starts_at,
        )
    )
    if overlapping:
        raise HTTPException(409, "Room is already booked")
    booking = Booking(room_id=room.id, **body.model_dump())
    db.add(booking)
    await db.commit()
    return booking


@app.get("/rooms/{room_id}/bookings", response_model=list[BookingRead])
async def list_bookings(room: Room = Depends(get_room), db: AsyncSession = Depends(get_db)):
    return (await db.scalars(select(Booking).where(Booking.room_id == room.id).order_by(Booking.starts_at))).all()


@app.delete("/bookings/{booking_id}", status_code=204)
async def delete_booking(booking_id: int, db: AsyncSession = Depends(get_db)):
    booking = await db.get(Booking, booking_id)
    if booking is None:
        raise HTTPException(404, "Booking not found")
    await db.delete(booking)
    await db.commit()
