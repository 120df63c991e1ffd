from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models import Event, Team
from app.schemas import Summary


async def summarise(session: AsyncSession, team: Team) -> Summary:
    """What the team did, read on the one connection this request has.

    A request that asks for a second connection while it holds one can wait for ever: when all of them do
    so, the pool is empty and nobody gives back.
    """
    mine = Event.team_id == team.id
    totals = select(func.count(Event.id), func.coalesce(func.sum(Event.points), 0), func.max(Event.points))
    events, points, best = (await session.execute(totals.where(mine))).one()
    kinds = await session.scalars(select(Event.kind).where(mine).distinct().order_by(Event.kind))
    return Summary(team=team.name, events=events, points=points, best=best, kinds=list(kinds))
