import asyncio

from sqlalchemy import func, select

from app.config import get_settings
from app.database import session_factory
from app.models import Event, Team
from app.schemas import Summary


limit = asyncio.Semaphore(get_settings().pool_size)


async def scalar(query):
    async with limit, session_factory() as session:
        return await session.scalar(query)


async def scalars(query):
    async with limit, session_factory() as session:
        return list(await session.scalars(query))


async def summarise(team: Team) -> Summary:
    mine = Event.team_id == team.id
    events, points, best, kinds = await asyncio.gather(
        scalar(select(func.count(Event.id)).where(mine)),
        scalar(select(func.coalesce(func.sum(Event.points), 0)).where(mine)),
        scalar(select(func.max(Event.points)).where(mine)),
        scalars(select(Event.kind).where(mine).distinct().order_by(Event.kind)),
    )
    return Summary(team=team.name, events=events, points=points, best=best, kinds=kinds)
