from app.errors import NotFoundError
from app.repository import Repository
from app.schemas import ProjectIn, TaskIn, TaskPatch
from app.tables import Project, Task


class ProjectService:
    def __init__(self, repository: Repository) -> None:
        self.repository = repository

    async def create_project(self, data: ProjectIn) -> Project:
        project = Project(name=data.name)
        await self.repository.add(project)
        return project

    async def get_project(self, project_id: int) -> Project:
        project = await self.repository.project(project_id)
        if project is None:
            raise NotFoundError(f"project {project_id} does not exist")
        return project

    async def rename_project(self, project_id: int, data: ProjectIn) -> Project:
        project = await self.get_project(project_id)
        project.name = data.name
        await self.repository.save()
        return project

    async def list_projects(self) -> list[Project]:
        return await self.repository.projects()

    async def add_task(self, project_id: int, data: TaskIn) -> Task:
        project = await self.get_project(project_id)
        task = Task(project_id=project.id, title=data.title, done=False)
        await self.repository.add(task)
        return task

    async def get_task(self, task_id: int) -> Task:
        task = await self.repository.task(task_id)
        if task is None:
            raise NotFoundError(f"task {task_id} does not exist")
        return task

    async def change_task(self, task_id: int, data: TaskPatch) -> Task:
        task = await self.get_task(task_id)
        for name, value in data.model_dump(exclude_unset=True).items():
            setattr(task, name, value)
        await self.repository.save()
        return task
