from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class FromRow(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class ProjectIn(BaseModel):
    name: str = Field(min_length=1)


class ProjectOut(FromRow):
    id: int
    name: str
    created_at: datetime
    updated_at: datetime


class TaskIn(BaseModel):
    title: str = Field(min_length=1)


class TaskPatch(BaseModel):
    title: str | None = None
    done: bool | None = None


class TaskOut(FromRow):
    id: int
    project_id: int
    title: str
    done: bool
    updated_at: datetime


class ProjectWithTasks(ProjectOut):
    tasks: list[TaskOut]


class TaskWithProject(TaskOut):
    project: ProjectOut
