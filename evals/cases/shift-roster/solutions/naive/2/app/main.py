import os
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Query
from pydantic import AwareDatetime, BaseModel, Field, model_validator
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from app.models import Assignment, Base, Person, Shift

engine = create_async_engine(os.environ["DATABASE_URL"])
SessionLocal = async_sessionmaker(engine, expire_on_commit=False)


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield
    await engine.dispose()


app = FastAPI(title="Roster", lifespan=lifespan)


async def get_session():
    async with SessionLocal() as session:
        yield session


Session = Annotated[AsyncSession, Depends(get_session)]


class PersonIn(BaseModel):
    name: str = Field(min_length=1)
    hourly_cents: int = Field(ge=0)


class ShiftIn(BaseModel):
    role: str = Field(min_length=1)
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    needed: int = Field(ge=1)

    @model_validator(mode="after")
    def ends_after_start(self):
        if self.ends_at <= self.starts_at:
            raise ValueError("a shift ends after it starts")
        return self


class ShiftPatch(BaseModel):
    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None


class AssignmentIn(BaseModel):
    person_id: int


async def get_or_404(session: AsyncSession, model, key: int):
    row = await session.get(model, key)
    if row is None:
        raise HTTPException(404, f"{model.__name__} not found")
    return row


async def count_assigned(session: AsyncSession, shift_id: int) -> int:
    return await session.scalar(select(func.count()).where(Assignment.shift_id == shift_id)) or 0


async def overlapping(
    session: AsyncSession, person_id: int, start: datetime, end: datetime, but: int
) -> bool:
    query = (
        select(Shift.id)
        .join(Assignment, Assignment.shift_id == Shift.id)
        .where(
            Assignment.person_id == person_id, Shift.starts_at < end, Shift.ends_at > start, Shift.id != but
        )
    )
    return (await session.scalar(query.limit(1))) is not None


def person_out(person: Person) -> dict:
    return {"id": person.id, "name": person.name, "hourly_cents": person.hourly_cents}


async def shift_out(session: AsyncSession, shift: Shift) -> dict:
    return {
        "id": shift.id,
        "role": shift.role,
        "starts_at": shift.starts_at.astimezone(UTC),
        "ends_at": shift.ends_at.astimezone(UTC),
        "needed": shift.needed,
        "assigned": await count_assigned(session, shift.id),
    }


def assignment_out(assignment: Assignment) -> dict:
    return {"id": assignment.id, "shift_id": assignment.shift_id, "person_id": assignment.person_id}


@app.post("/people", status_code=201)
async def create_person(body: PersonIn, session: Session):
    person = Person(**body.model_dump())
    session.add(person)
    await session.commit()
    return person_out(person)


@app.get("/people/{person_id}")
async def get_person(person_id: int, session: Session):
    return person_out(await get_or_404(session, Person, person_id))


@app.post("/shifts", status_code=201)
async def create_shift(body: ShiftIn, session: Session):
    shift = Shift(**body.model_dump())
    session.add(shift)
    await session.commit()
    return await shift_out(session, shift)


@app.get("/shifts/{shift_id}")
async def get_shift(shift_id: int, session: Session):
    return await shift_out(session, await get_or_404(session, Shift, shift_id))


@app.post("/shifts/{shift_id}/assignments", status_code=201)
async def create_assignment(shift_id: int, body: AssignmentIn, session: Session):
    shift = await get_or_404(session, Shift, shift_id)
    await get_or_404(session, Person, body.person_id)
    twice = select(Assignment).where(Assignment.shift_id == shift_id, Assignment.person_id == body.person_id)
    if await session.scalar(twice):
        raise HTTPException(409, "Already assigned")
    if await count_assigned(session, shift_id) >= shift.needed:
        raise HTTPException(409, "Shift is full")
    if await overlapping(session, body.person_id, shift.starts_at, shift.ends_at, shift_id):
        raise HTTPException(409, "Person works another shift at that time")
    assignment = Assignment(shift_id=shift_id, person_id=body.person_id)
    session.add(assignment)
    await session.commit()
    return assignment_out(assignment)


@app.get("/assignments/{assignment_id}")
async def get_assignment(assignment_id: int, session: Session):
    return assignment_out(await get_or_404(session, Assignment, assignment_id))


@app.delete("/assignments/{assignment_id}", status_code=204)
async def delete_assignment(assignment_id: int, session: Session):
    await session.delete(await get_or_404(session, Assignment, assignment_id))
    await session.commit()


@app.patch("/shifts/{shift_id}")
async def move_shift(shift_id: int, body: ShiftPatch, session: Session):
    shift = await get_or_404(session, Shift, shift_id)
    start, end = body.starts_at or shift.starts_at, body.ends_at or shift.ends_at
    if end <= start:
        raise HTTPException(422, "A shift ends after it starts")
    people = await session.scalars(select(Assignment.person_id).where(Assignment.shift_id == shift_id))
    for person_id in list(people):
        if await overlapping(session, person_id, start, end, shift_id):
            raise HTTPException(409, "Somebody would be in two places")
    shift.starts_at, shift.ends_at = start, end
    await session.commit()
    return await shift_out(session, shift)


@app.get("/people/{person_id}/shifts")
async def list_shifts(
    person_id: int,
    session: Session,
    start: Annotated[AwareDatetime | None, Query(alias="from")] = None,
    end: Annotated[AwareDatetime | None, Query(alias="to")] = None,
):
    await get_or_404(session, Person, person_id)
    query = (
        select(Shift)
        .join(Assignment, Assignment.shift_id == Shift.id)
        .where(Assignment.person_id == person_id)
        .order_by(Shift.starts_at)
    )
    if start:
        query = query.where(Shift.ends_at > start)
    if end:
        query = query.where(Shift.starts_at < end)
    return [await shift_out(session, shift) for shift in await session.scalars(query)]
