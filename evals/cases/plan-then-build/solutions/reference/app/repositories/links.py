"""Links in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.link import Link, NewLink
from app.repositories.rows import LinkRow


def to_link(row: LinkRow) -> Link:
    return Link(code=row.code, url=row.url, max_visits=row.max_visits, visits=row.visits)


@dataclass(frozen=True, slots=True)
class LinkRepository:
    session: AsyncSession

    async def add(self, code: str, link: NewLink) -> Link:
        row = LinkRow(code=code, url=link.url, max_visits=link.max_visits, visits=0)
        self.session.add(row)
        await self.session.flush()
        return to_link(row)

    async def find(self, code: str) -> Link | None:
        row = await self.session.get(LinkRow, code)
        return None if row is None else to_link(row)

    async def most_visited(self, limit: int) -> list[Link]:
        query = select(LinkRow).order_by(LinkRow.visits.desc(), LinkRow.code).limit(limit)
        return [to_link(row) for row in await self.session.scalars(query)]

    async def count_visit(self, code: str) -> bool:
        below = or_(LinkRow.max_visits.is_(None), LinkRow.visits < LinkRow.max_visits)
        counted = (
            update(LinkRow)
            .where(LinkRow.code == code, below)
            .values(visits=LinkRow.visits + 1)
            .returning(LinkRow.code)
            .execution_options(synchronize_session=False)
        )
        return await self.session.scalar(counted) is not None
