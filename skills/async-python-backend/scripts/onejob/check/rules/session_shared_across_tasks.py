"""No AsyncSession reaches two concurrent tasks: not directly, not through a repository, not through two services built on it.

A session is one connection and one transaction. Two tasks on it fail with "concurrent operations are not permitted" on a
cold pool, under load and on every write; on a warm pool they pass a test, one after the other, and gain nothing.
A service that opens a unit of work of its own in each method may run beside any other.

```python bad app/controllers/dashboard.py
import asyncio
from dataclasses import dataclass

from app.services.protocols import IOrderService, IUserService


@dataclass(frozen=True, slots=True)
class DashboardController:
    orders: IOrderService
    users: IUserService

    async def show(self, user_id: str) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self.orders.latest(user_id))
            group.create_task(self.users.find(user_id))
# file: app/services/protocols.py
from typing import Protocol


class IOrderService(Protocol):
    async def latest(self, user_id: str) -> None: ...


class IUserService(Protocol):
    async def find(self, user_id: str) -> None: ...
# file: app/services/orders.py
from dataclasses import dataclass

from app.repositories.protocols import IRowRepository


@dataclass(frozen=True, slots=True)
class OrderService:
    rows: IRowRepository

    async def latest(self, user_id: str) -> None:
        await self.rows.read(user_id)
# file: app/services/users.py
from dataclasses import dataclass

from app.repositories.protocols import IRowRepository


@dataclass(frozen=True, slots=True)
class UserService:
    rows: IRowRepository

    async def find(self, user_id: str) -> None:
        await self.rows.read(user_id)
# file: app/repositories/protocols.py
from typing import Protocol


class IRowRepository(Protocol):
    async def read(self, user_id: str) -> None: ...
# file: app/repositories/rows.py
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class RowRepository:
    session: AsyncSession

    async def read(self, user_id: str) -> None:
        await self.session.execute(text("select 1"))
# file: app/factory.py
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from app.controllers.dashboard import DashboardController
from app.repositories.rows import RowRepository
from app.services.orders import OrderService
from app.services.users import UserService


@dataclass(frozen=True, slots=True)
class Factory:
    session: AsyncSession

    def dashboard_controller(self) -> DashboardController:
        return DashboardController(
            orders=OrderService(RowRepository(self.session)),
            users=UserService(RowRepository(self.session)),
        )
```

```python good app/services/dashboard.py
import asyncio
from dataclasses import dataclass

from app.repositories.protocols import IUnitOfWorkFactory


@dataclass(frozen=True, slots=True)
class DashboardService:
    unit_of_work: IUnitOfWorkFactory

    async def show(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self.read("orders"))
            group.create_task(self.read("users"))

    async def read(self, table: str) -> None:
        async with self.unit_of_work() as work:
            await work.rows.read(table)
# file: app/services/protocols.py
from typing import Protocol


class IDashboardService(Protocol):
    async def show(self) -> None: ...
    async def read(self, table: str) -> None: ...
# file: app/repositories/protocols.py
from contextlib import AbstractAsyncContextManager
from typing import Protocol


class IRows(Protocol):
    async def read(self, table: str) -> None: ...


class IUnitOfWork(Protocol):
    @property
    def rows(self) -> IRows: ...


class IUnitOfWorkFactory(Protocol):
    def __call__(self) -> AbstractAsyncContextManager[IUnitOfWork]: ...
```
"""

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from onejob.check.vocabulary.fan_outs import FanOut, Spawn, concurrent, fan_outs, starts_tasks
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.wiring.reach import Reach, Reached, Setting, settings
from onejob.check.rule import Problem, problem
from onejob.check.reading.spelling import spell
from onejob.check.wiring.values import Origin
from onejob.check.wiring.wiring import Wiring

SEVERITY = "error"
REFERENCE = "sqlalchemy.md#sessions"
SCOPE = "file"
WORDS = ("asyncio", "create_task", "start_soon", "soonify")


class Subject(NamedTuple):
    """One function that runs concurrent work."""

    file: File
    fan_out: FanOut
    wiring: Wiring


class Sharing(NamedTuple):
    """Two tasks (or one task started repeatedly) and the session they share."""

    origin: Origin
    one: Spawn
    other: Spawn
    paths: tuple[tuple[str, ...], tuple[str, ...]]


def subjects(file: File) -> Iterable[Subject]:
    if starts_tasks(file):
        wiring = Wiring(file.project)
        for found in fan_outs(file.syntax):
            yield Subject(file, found, wiring)


def judge(subject: Subject, project: Project) -> Iterator[Problem]:
    said: set[tuple[str, int]] = set()
    for setting in settings(subject.fan_out.function, subject.file, subject.wiring):
        for sharing in _shared(subject, setting):
            place = sharing.other.place
            if (sharing.origin.label, place.lineno) not in said and place.lineno not in {
                line for _, line in said
            }:
                said.add((sharing.origin.label, place.lineno))
                yield problem(place, _message(sharing, setting), _fix(sharing), subject.file.path)


def _shared(subject: Subject, setting: Setting) -> Iterator[Sharing]:
    """For each session that two concurrent tasks reach: the first two of them."""
    reach = Reach(subject.wiring)
    spawns = subject.fan_out.spawns
    reached: list[Reached] = [reach.of(spawn.work, setting.env) for spawn in spawns]
    seen: set[Origin] = set()
    for position, spawn in enumerate(spawns):
        for origin, path in reached[position].items():
            if origin in seen:
                continue
            if (
                spawn.loop is not None
                and spawn.is_task
                and not _opened_inside(origin, spawn.loop, subject.file)
            ):
                seen.add(origin)
                yield Sharing(origin, spawn, spawn, (path, path))
                continue
            for earlier in range(position):
                if origin in reached[earlier] and concurrent(spawns[earlier], spawn, subject.file.syntax):
                    seen.add(origin)
                    yield Sharing(origin, spawns[earlier], spawn, (reached[earlier][origin], path))
                    break


def _opened_inside(origin: Origin, loop: ast.AST, file: File) -> bool:
    """Whether a session is opened anew in each turn of the loop."""
    first, last = getattr(loop, "lineno", 0), getattr(loop, "end_lineno", 0)
    return origin.path == file.path and first <= origin.line <= last


def _message(sharing: Sharing, setting: Setting) -> str:
    kind = "AsyncSession" if sharing.origin.kind == "AsyncSession" else "unit of work"
    one, other = _shown(sharing.one), _shown(sharing.other)
    tasks = (
        f"tasks `{one}` and `{other}` run"
        if sharing.one is not sharing.other
        else f"task `{one}` is started repeatedly"
    )
    first, second = (_route(sharing.origin, path) for path in sharing.paths)
    way = first if first == second else f"{first}; {second}"
    built = f", wired in `{setting.built_in}`" if setting.built_in and sharing.paths[0] else ""
    return f"{tasks} concurrently on one {kind}: {way}{built}"


def _shown(spawn: Spawn) -> str:
    called = spawn.work.func if isinstance(spawn.work, ast.Call) else spawn.work
    text = spell(called)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _route(origin: Origin, path: tuple[str, ...]) -> str:
    return " → ".join(f"`{step}`" for step in (origin.label, *path))


def _fix(sharing: Sharing) -> str:
    if sharing.origin.kind == "AsyncSession":
        return "let each task open its own session: give the services a unit-of-work factory instead of a session, or await them in turn"
    return "open a unit of work inside each task, or await the calls in turn within one"
