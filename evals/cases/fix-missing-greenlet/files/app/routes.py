from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import get_session
from app.repository import Repository
from app.schemas import (
    ProjectIn,
    ProjectOut,
    ProjectWithTasks,
    TaskIn,
    TaskOut,
    TaskPatch,
    TaskWithProject,
)
from app.service import ProjectService

router = APIRouter()


def get_service(session: Annotated[AsyncSession, Depends(get_session)]) -> ProjectService:
    return ProjectService(Repository(session))


Service = Annotated[ProjectService, Depends(get_service)]


@router.post("/projects", status_code=201, response_model=ProjectOut)
async def create_project(body: ProjectIn, service: Service):
    return await service.create_project(body)


@router.get("/projects", response_model=list[ProjectOut])
async def list_projects(service: Service):
    return await service.list_projects()


@router.get("/projects/{project_id}", response_model=ProjectWithTasks)
async def get_project(project_id: int, service: Service):
    return await service.get_project(project_id)


@router.put("/projects/{project_id}", response_model=ProjectWithTasks)
async def rename_project(project_id: int, body: ProjectIn, service: Service):
    return await service.rename_project(project_id, body)


@router.post("/projects/{project_id}/tasks", status_code=201, response_model=TaskOut)
async def add_task(project_id: int, body: TaskIn, service: Service):
    return await service.add_task(project_id, body)


@router.get("/tasks/{task_id}", response_model=TaskWithProject)
async def get_task(task_id: int, service: Service):
    return await service.get_task(task_id)


@router.patch("/tasks/{task_id}", response_model=TaskWithProject)
async def change_task(task_id: int, body: TaskPatch, service: Service):
    return await service.change_task(task_id, body)
