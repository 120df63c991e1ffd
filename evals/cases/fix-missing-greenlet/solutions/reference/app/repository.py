from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app.tables import Project, Task


class Repository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, row: Project | Task) -> None:
        self.session.add(row)
        await self.session.flush()
        await self.session.refresh(row)
        await self.session.commit()

    async def save(self) -> None:
        await self.session.commit()

    async def project(self, project_id: int) -> Project | None:
        # populate_existing: after a change, what the database made of it (updated_at) is read again.
        return await self.session.get(
            Project, project_id, options=[selectinload(Project.tasks)], populate_existing=True
        )

    async def projects(self) -> list[Project]:
        return list(await self.session.scalars(select(Project).order_by(Project.id)))

    async def task(self, task_id: int) -> Task | None:
        return await self.session.get(
            Task, task_id, options=[selectinload(Task.project)], populate_existing=True
        )
