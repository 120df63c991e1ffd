"""A controller never calls the database: no session method, no query.

A controller runs services side by side; a session of its own is shared by their tasks before anybody notices. What it needs
to read, a service reads.

```python bad app/controllers/dashboard.py
class DashboardController:
    async def count(self, session) -> int:
        return await session.scalar("select count(*) from orders")
```

```python good app/controllers/dashboard.py
from dataclasses import dataclass

from app.services.protocols import IOrderService


@dataclass(frozen=True, slots=True)
class DashboardController:
    orders: IOrderService

    async def count(self) -> int:
        return await self.orders.count()
# file: app/services/protocols.py
from typing import Protocol


class IOrderService(Protocol):
    async def count(self) -> int: ...
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.reading.facts import Call
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.vocabulary.sessions import maker_calls, session_calls

SEVERITY = "error"
REFERENCE = "layers.md#controllers"
SCOPE = "file"
LAYERS = ("controller",)

Subject = tuple[File, str, list[Call]]


def subjects(file: File) -> Iterable[Subject]:
    """Every function and method of a controller module, with its database calls."""
    calls = [item.call for item in (*session_calls(file), *maker_calls(file))]
    for name in file.functions:
        yield file, name, [call for call in calls if call.within == name]


def judge(subject: Subject, project: Project) -> Iterator[Problem]:
    file, name, calls = subject
    if calls:
        first = min(calls, key=lambda call: (call.lineno, call.col_offset))
        yield problem(
            first,
            f"controller `{name}` calls `{first.callee}()`",
            "call a service; its repository runs the query",
            file.path,
        )
