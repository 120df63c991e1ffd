from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.tables import Project, Task


class Repository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, row: Project | Task) -> None:
        self.session.add(row)
        await self.session.commit()

    async def save(self) -> None:
        await self.session.commit()

    async def project(self, project_id: int) -> Project | None:
        return await self.session.get(Project, project_id)

    async def projects(self) -> list[Project]:
        return list(await self.session.scalars(select(Project).order_by(Project.id)))

    async def task(self, task_id: int) -> Task | None:
        return await self.session.get(Task, task_id)
