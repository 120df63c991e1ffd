from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import CurrentTeam
from app.database import get_session
from app.models import Event, Team
from app.schemas import EventCreate, Summary, TeamCreate, TeamRead
from app.summary import summarise

router = APIRouter()
Session = Annotated[AsyncSession, Depends(get_session)]


@router.post("/teams", status_code=201, response_model=TeamRead)
async def create_team(body: TeamCreate, session: Session):
    team = Team(name=body.name, api_key=body.api_key, calls=0)
    session.add(team)
    try:
        await session.commit()
    except IntegrityError:
        raise HTTPException(409, "key is taken") from None
    return team


@router.get("/me", response_model=TeamRead)
async def me(team: CurrentTeam, session: Session):
    await session.commit()
    return team


@router.post("/events", status_code=201)
async def add_event(body: EventCreate, team: CurrentTeam, session: Session) -> dict[str, int]:
    event = Event(team_id=team.id, **body.model_dump())
    session.add(event)
    await session.commit()
    return {"id": event.id}


@router.get("/summary", response_model=Summary)
async def summary(team: CurrentTeam, session: Session):
    result = await summarise(team)
    await session.commit()
    return result
