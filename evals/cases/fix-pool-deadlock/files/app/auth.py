from typing import Annotated

from fastapi import Depends, Header, HTTPException
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import get_session
from app.models import Team


async def current_team(
    session: Annotated[AsyncSession, Depends(get_session)],
    x_api_key: Annotated[str, Header()] = "",
) -> Team:
    """The team that calls; every call is counted for the invoice."""
    counted = (
        update(Team).where(Team.api_key == x_api_key).values(calls=Team.calls + 1).returning(Team)
    )
    team = await session.scalar(counted)
    if team is None:
        raise HTTPException(401, "unknown key")
    return team


CurrentTeam = Annotated[Team, Depends(current_team)]
